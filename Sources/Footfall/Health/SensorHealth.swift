public import Barometer

/// One trouble of one sensor, from when to when. Private: it names a device.
public struct SensorHealth: Hashable, Sendable {
    public let sensor: SensorID
    public let zone: ZoneID
    public let trouble: Trouble
    /// When it began, as far as the data tell.
    public let since: EventTime
    /// When it was noticed.
    public let noticed: EventTime
    /// `nil` while it lasts.
    public let until: EventTime?

    public init(
        sensor: SensorID, zone: ZoneID, trouble: Trouble, since: EventTime, noticed: EventTime,
        until: EventTime?
    ) {
        self.sensor = sensor
        self.zone = zone
        self.trouble = trouble
        self.since = since
        self.noticed = noticed
        self.until = until
    }

    /// What can be wrong with a sensor, judged by its own rhythm.
    public enum Trouble: String, CaseIterable, Sendable {
        case silent, stuck
        case clockOff = "clock_off"
        case swapped
        case unitChange = "unit_change"
        case drift, duplicates
    }
}
