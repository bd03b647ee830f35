internal import Barometer

/// Counts as they may be told of: with noise, where there is any.
///
/// Each person is part of one count that is told once, and each such count has a draw of its own: a closed quarter
/// of an hour, and each batch of late reports. So whatever is published, and however often, shows of one person no
/// more than `epsilon`.
struct ToldCounts {
    let noise: Noise?
    let sensor: Plan.Sensor
    let clock: CityClock

    /// A closed slot.
    func people(in slot: Slot, of state: SensorState) -> Double? {
        guard let people = state.comparable(in: slot) else { return nil }
        let batches = state.batches(of: slot)
        return noisy(people, slot, quarters: slot.seconds / 900, batches: batches)
    }

    /// An open slot up to a moment, which with noise is a full quarter of an hour.
    func peopleSoFar(in slot: Slot, at moment: EventTime, of state: SensorState) -> (Double, share: Double)? {
        guard let sofar = state.peopleSoFar(in: slot, clock) else { return nil }
        let quarters = Int((moment - slot.start(clock)).wholeSeconds) / 900
        return (noisy(sofar.people, slot, quarters: quarters, batches: 0), sofar.share)
    }

    /// Never below 0. A counted head stands for `1 / factor` people, and so does each of the noise.
    private func noisy(_ people: Double, _ slot: Slot, quarters: Int, batches: Int) -> Double {
        guard let noise else { return people }
        let start = slot.start(clock)
        var sum = 0
        for quarter in 0..<quarters { sum += noise.draw(for: sensor.id, at: start + .seconds(900 * quarter)) }
        for batch in 0..<batches { sum += noise.draw(for: sensor.id, at: start, batch: batch + 1) }
        return max(0, people + Double(sum) / sensor.factor)
    }
}
