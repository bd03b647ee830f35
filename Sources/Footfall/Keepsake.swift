public import Barometer

/// What is kept inside, for the owner alone.
public enum Keepsake: Hashable, Sendable {
    case tally(Tally)
    case forecast(Forecast)
    case health(SensorHealth)
    case account(Account)
    case sensorDay(SensorDay)
}

/// People that were expected of a zone and window ahead of time. Private.
public struct Forecast: Hashable, Sendable {
    public let zone: ZoneID
    /// Up to when people were heard when it was made.
    public let made: EventTime
    public let window: Window
    /// As fixed at local midnight.
    public let usual: Double
    /// With how the day went until `made`.
    public let expected: Double
    /// Nine in ten should come to lie within.
    public let lower: Double
    public let upper: Double

    public init(
        zone: ZoneID, made: EventTime, window: Window, usual: Double, expected: Double, lower: Double,
        upper: Double
    ) {
        self.zone = zone
        self.made = made
        self.window = window
        self.usual = usual
        self.expected = expected
        self.lower = lower
        self.upper = upper
    }
}
