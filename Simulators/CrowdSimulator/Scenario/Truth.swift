/// What really happened in one stretch that a sensor should have reported.
public struct Truth: Hashable, Sendable {
    /// As the vendor's mapping names it.
    public let sensor: String
    public let zone: String
    /// By the true clock, whatever the device's own says.
    public let start: Moment
    public let seconds: Int
    /// Who really went by, counted or not.
    public let passed: Passage
    /// The names of the faults that touched the report, joined by `+`; empty when none did.
    public let fault: String

    /// The names of the columns of ``csv``.
    public static let csvHeader = "sensor,zone,start,duration_s,in,out,fault"

    /// A line of CSV, without its end.
    public var csv: String {
        "\(sensor),\(zone),\(start),\(seconds),\(passed.inwards),\(passed.outwards),\(fault)"
    }
}

extension Scenario {
    /// One row for each report that a faultless sensor would have sent, hour by hour.
    public var truth: some Sequence<Truth> {
        let crowd = Crowd(of: self)
        return hours.lazy.flatMap { hour in
            reports(inHourFrom: hour).map { sensor, start in
                Truth(
                    sensor: sensor.name, zone: sensor.zone.name, start: start,
                    seconds: sensor.format.seconds,
                    passed: crowd.passage(at: sensor, from: start, seconds: sensor.format.seconds),
                    fault: Fate(of: sensor, from: start, in: self).names.joined(separator: "+"))
            }
        }
    }
}
