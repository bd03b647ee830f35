import Barometer
import Footfall
import Testing

/// Faults with a known truth, through the real pipeline. The floors are generous; `make quality` prints the figures.
@Suite("Sensor health, measured") struct HealthMeasuredTests {
    @Test("faults are noticed in time, and nothing else is", arguments: UInt64(1)...2)
    func faults(seed: UInt64) throws {
        let town = """
            city seed \(seed) zones 4 sensors 4
            from 2026-02-02 days 35 zone UTC
            formats telepoort telepoort hourglass
            """
        let (day, hour) = (28 + seed % 2, 8 + seed)
        let at = "\(hour < 10 ? "0" : "")\(hour):00 day \(day)"
        let city = try HeardCity(
            town: town,
            faults: [
                ("\(at) gate-1 dead for 6h", .silent),
                ("\(at) gate-2 skewed -20m for 8h", .clockOff),
                ("\(at) gate-4 swapped for 5d", .swapped),
                ("\(at) gate-5 clock-resets for 8h", .clockOff),
                ("\(at) gate-6 stuck-at 31 for 8h", .stuck),
                ("\(at) gate-7 skewed +20m for 8h", .clockOff),
                ("\(at) gate-8 stuck for 6h", .stuck),
                ("\(at) gate-9 counts-times 10 for 3d", .unitChange),
                ("\(at) gate-10 duplicates 40% for 8h", .duplicates),
                ("\(at) gate-11 counts-times 0.1 for 3d", .unitChange),
                ("\(at) gate-12 counts-times 2 for 5d", .unitChange),
                ("\(at) gate-13 counts-times 0.5 for 5d", .unitChange),
            ])
        let verdict = city.judged()
        let missed = verdict.delays.filter { $0.delay == nil }.map(\.fault)
        #expect(missed.count <= 2, "not noticed: \(missed)")
        let slow = verdict.delays.filter { fault in fault.delay.map { $0 > .seconds(4 * 86_400) } ?? false }
        #expect(slow.isEmpty, "\(slow)")
        // Less than one for each sensor and month.
        #expect(Double(verdict.falseAlarms.count) < verdict.sensorDays / 30, "\(verdict.falseAlarms)")
    }
}
