public import Barometer

/// A device that counts.
public enum Sensor {}

public typealias SensorID = ID<Sensor>

/// One sensor's count at one event time. Private: it never leaves the house.
public struct Observation: Hashable, Sendable {
    /// Who counted, as a number of the `Roster`.
    public let sensor: Roster.Number
    /// Start of the counting interval, or the moment itself when `seconds` is 0.
    public let start: EventTime
    /// Length of the counting interval: 0...86,400; 0 is a single moment.
    public let seconds: Int
    public let direction: Direction
    /// People, radios or a counter's reading, by `kind`; at least 0.
    public let count: Double
    public let kind: Kind
    /// The same for each delivery of the same report.
    public let key: UInt64
    /// What an earlier report of the same interval said, when this one corrects it.
    public let replaced: Double?
    /// What is to be known of its quality.
    public let flags: Flags

    public init(
        sensor: Roster.Number, start: EventTime, seconds: Int, direction: Direction, count: Double,
        kind: Kind, key: UInt64, replaced: Double? = nil, flags: Flags = []
    ) {
        self.sensor = sensor
        self.start = start
        self.seconds = seconds
        self.direction = direction
        self.count = count
        self.kind = kind
        self.key = key
        self.replaced = replaced
        self.flags = flags
    }

    public var end: EventTime { EventTime(milliseconds: start.milliseconds + Int64(seconds) * 1000) }

    /// The same report as a correction of `count` people told before.
    func replacing(_ count: Double) -> Observation {
        Observation(
            sensor: sensor, start: start, seconds: seconds, direction: direction, count: self.count,
            kind: kind, key: key, replaced: count, flags: flags)
    }

    /// The same report of a sensor that was mounted the other way round.
    var turnedRound: Observation {
        Observation(
            sensor: sensor, start: start, seconds: seconds, direction: direction.opposite, count: count,
            kind: kind, key: key, replaced: replaced, flags: flags)
    }

    public enum Direction: UInt8, CaseIterable, Sendable {
        case `in`, out, both, none

        var opposite: Direction {
            switch self {
            case .in: .out
            case .out: .in
            case .both, .none: self
            }
        }
    }

    public enum Kind: UInt8, CaseIterable, Sendable {
        /// People counted in the interval.
        case delta
        /// A counter's reading; only differences are people.
        case cumulative
        /// People present: not a flow.
        case occupancy
        /// Radios seen: never added to people.
        case devices
    }

    /// Words on the quality of a report.
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The counter began anew; what it counted before that is lost.
        public static let reset = Flags(rawValue: 1)
        /// The sensor did not see all of the interval.
        public static let incomplete = Flags(rawValue: 2)
        /// The device's clock was wrong; the time is that of receipt.
        public static let clockFallback = Flags(rawValue: 4)
        /// The sensor tells of a trouble of its own.
        public static let sensorStatus = Flags(rawValue: 8)
        public static let all: Flags = [.reset, .incomplete, .clockFallback, .sensorStatus]
    }
}

extension Observation.Direction {
    public init?(name: String) {
        guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }

    public var name: String {
        switch self {
        case .in: "in"
        case .out: "out"
        case .both: "both"
        case .none: "none"
        }
    }
}

extension Observation.Kind {
    public init?(name: String) {
        guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }

    public var name: String {
        switch self {
        case .delta: "delta"
        case .cumulative: "cumulative"
        case .occupancy: "occupancy"
        case .devices: "devices"
        }
    }
}

extension Observation.Flags {
    private static let named: [(name: String, flag: Observation.Flags)] = [
        ("reset", .reset), ("incomplete", .incomplete), ("clock_fallback", .clockFallback),
        ("sensor_status", .sensorStatus),
    ]

    /// All names, in the order of the bits.
    public static var allNames: [String] { named.map(\.name) }

    public init?(name: String) {
        guard let match = Self.named.first(where: { $0.name == name }) else { return nil }
        self = match.flag
    }

    /// Reads names with spaces between them; `nil` if one is unknown.
    public init?(names text: String) {
        self = []
        for name in text.split(separator: " ") {
            guard let flag = Self(name: String(name)) else { return nil }
            insert(flag)
        }
    }

    public var names: [String] { Self.named.filter { contains($0.flag) }.map(\.name) }
}
