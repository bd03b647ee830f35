public import Barometer

/// One trouble of one sensor, or of a whole source, from when to when. Private: it names a device.
public struct SensorHealth: Hashable, Sendable {
    /// The device; of a trouble of a source its name.
    public let sensor: SensorID
    /// `nil`: a whole source, which serves no zone of its own.
    public let zone: ZoneID?
    public let trouble: Trouble
    /// When it began, as far as the data tell.
    public let since: EventTime
    /// When it was noticed.
    public let noticed: EventTime
    /// `nil` while it lasts.
    public let until: EventTime?

    public init(
        sensor: SensorID, zone: ZoneID?, trouble: Trouble, since: EventTime, noticed: EventTime,
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
        case silent
        /// All sensors of a source at once: one trouble, and not one for each of them.
        case sourceSilent = "source_silent"
        case stuck
        case clockOff = "clock_off"
        case swapped
        case unitChange = "unit_change"
        case drift, duplicates

        /// What to do about it.
        public var remedy: String {
            switch self {
            case .silent: "look at its power and its network; take it out of sensors.csv if it is gone"
            case .sourceSilent: "look at the vendor's gateway or service, and at our subscription"
            case .stuck: "start the device again; look for something in its view"
            case .clockOff: "set the device's clock and its time zone; look for a slow gateway"
            case .swapped: "turn the device, or write true under swap in sensors.csv"
            case .unitChange: "look at the device's settings; write what changed under factor in sensors.csv"
            case .drift: "clean and calibrate it; count by hand for an hour beside it"
            case .duplicates: "look at the gateway: it sends what was acknowledged again"
            }
        }
    }
}
