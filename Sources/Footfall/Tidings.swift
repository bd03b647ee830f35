public import Barometer

/// What is told of sensors beside their counts, gathered, so that the journal hardly grows by it: who sent reports
/// again, and who spoke of the future.
///
/// What was gathered since the last time is lost in a crash; it is a sign of trouble and no count.
public struct Tidings: Sendable {
    private var repeats: [Roster.Number: Int] = [:]
    private var ahead: [Roster.Number: Int] = [:]
    private var told: EventTime?

    /// So often at most they are told.
    private static let interval = Duration.seconds(900)

    public init() {}

    public mutating func gather(_ harvest: Harvest) {
        for sensor in harvest.repeated { repeats[sensor, default: 0] += 1 }
        for sensor in harvest.ahead { ahead[sensor, default: 0] += 1 }
    }

    /// What is to be told now, in order of the sensors: nothing, most of the time.
    public func due(at now: EventTime) -> [Input] {
        guard told.map({ now - $0 >= Self.interval }) ?? true else { return [] }
        return repeats.sorted { $0.key < $1.key }.map { .repeats(sensor: $0.key, count: $0.value) }
            + ahead.sorted { $0.key < $1.key }.map { .ahead(sensor: $0.key, count: $0.value) }
    }

    /// What was due is told, and is not told again.
    public mutating func settle(at now: EventTime) {
        (repeats, ahead, told) = ([:], [:], now)
    }
}
