/// A city, a stretch of its life, and what goes wrong in it.
///
/// Read from a small text file; the same text gives the same messages, byte for byte.
public struct Scenario: Sendable {
    /// All chance in the city comes from it.
    public let seed: UInt64
    /// Local dates: this one and the following.
    public let firstDay: Day
    public let days: Int
    public let zones: [Zone]
    /// In the order of their numbers.
    public let sensors: [Sensor]
    /// Dates on which people behave as on a Sunday.
    public let holidays: Set<Day>
    /// Markets and festivals.
    public let uplifts: [Uplift]
    /// In order of time.
    public let brokerRestarts: [Moment]
    /// From the first local midnight to the last.
    public let span: Range<Moment>

    let clock: LocalClock
    let hasWeather: Bool
    /// Where the scenario says it; 1 is ordinary weather.
    let weather: [Day: Double]
    private let faultsOfSensor: [Int: [Fault]]

    init(
        seed: UInt64, firstDay: Day, days: Int, clock: LocalClock, zones: [Zone], sensors: [Sensor],
        holidays: Set<Day>, hasWeather: Bool, weather: [Day: Double], uplifts: [Uplift], faults: [Fault],
        brokerRestarts: [Moment]
    ) {
        self.seed = seed
        self.firstDay = firstDay
        self.days = days
        self.clock = clock
        self.zones = zones
        self.sensors = sensors
        self.holidays = holidays
        self.hasWeather = hasWeather
        self.weather = weather
        self.uplifts = uplifts
        self.brokerRestarts = brokerRestarts.sorted()
        let end = clock.moment(Day(number: firstDay.number + days), minute: 0)
        span = clock.moment(firstDay, minute: 0)..<end
        faultsOfSensor = faults.reduce(into: [:]) { known, fault in
            for number in fault.sensors { known[number, default: []].append(fault) }
        }
    }

    func faults(on sensor: Sensor) -> [Fault] {
        faultsOfSensor[sensor.number] ?? []
    }

    /// Whether the device is started again at some time.
    func restarts(_ sensor: Sensor) -> Bool { faults(on: sensor).contains { $0.kind == .reboots } }

    /// The full hours of ``span``.
    var hours: some Sequence<Moment> {
        stride(from: span.lowerBound.seconds, to: span.upperBound.seconds, by: 3600).lazy
            .map(Moment.init(seconds:))
    }

    /// Every report that is due in the hour, as sensor and start.
    func reports(inHourFrom hour: Moment) -> some Sequence<(sensor: Sensor, start: Moment)> {
        sensors.lazy.flatMap { sensor in
            stride(from: 0, to: 3600, by: sensor.format.seconds).lazy.map {
                (sensor, hour.later(seconds: Int64($0)))
            }
        }
    }
}
