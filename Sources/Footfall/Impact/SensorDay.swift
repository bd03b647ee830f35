public import Barometer

/// What one sensor counted in one zone on one local day beside what was expected of it, hour by hour. Private.
///
/// The history that event scores rest on. The newest one of a sensor, zone and day counts.
public struct SensorDay: Hashable, Sendable {
    public let sensor: SensorID
    public let zone: ZoneID
    public let date: CalendarDate
    /// Whether the day can no longer be corrected.
    public let isFinal: Bool
    /// So far off, beside the city, that nothing is to be made of it; of no matter on the day of a known event.
    public let isFault: Bool
    /// The day of the last lasting change of the sensor.
    public let epoch: CalendarDate?
    /// A bit for each hour in which an event, a break or an odd market kept it from being learned; 0 is the lowest.
    public let hidden: UInt32
    /// 24 hours by the clock's face; `nan` is missing. Of an hour that comes twice, the first.
    public let people: [Float]
    /// The same as it is told outside, with what noise there is.
    public let told: [Float]
    /// As fixed at the day's midnight; `nan` while nothing was expected.
    public let expected: [Float]
    /// Of the logarithm, beside `expected`.
    public let spread: [Float]

    /// - Precondition: 24 hours in each list.
    public init(
        sensor: SensorID, zone: ZoneID, date: CalendarDate, isFinal: Bool, isFault: Bool = false,
        epoch: CalendarDate? = nil, hidden: UInt32 = 0, people: [Float], told: [Float]? = nil,
        expected: [Float], spread: [Float]
    ) {
        let told = told ?? people
        precondition([people, told, expected, spread].allSatisfy { $0.count == 24 }, "a day has 24 hours")
        self.sensor = sensor
        self.zone = zone
        self.date = date
        self.isFinal = isFinal
        self.isFault = isFault
        self.epoch = epoch
        self.hidden = hidden
        self.people = people
        self.told = told
        self.expected = expected
        self.spread = spread
    }

    /// Equal to the bit, so that missing hours equal missing hours.
    public static func == (left: SensorDay, right: SensorDay) -> Bool {
        left.sensor == right.sensor && left.zone == right.zone && left.date == right.date
            && left.isFinal == right.isFinal && left.isFault == right.isFault && left.epoch == right.epoch
            && left.hidden == right.hidden && left.bits == right.bits
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(sensor)
        hasher.combine(zone)
        hasher.combine(date)
        hasher.combine(bits)
    }

    private var bits: [UInt32] { (people + told + expected + spread).map(\.bitPattern) }
}
