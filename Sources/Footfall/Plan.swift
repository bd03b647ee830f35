public import Barometer

/// The city as configured: all that the pipeline knows and never changes.
public struct Plan: Sendable {
    public let clock: CityClock
    public let zones: [Zone]
    public let sensors: [Sensor]
    public var calendar: CityCalendar
    public var windows: Windows
    public var privacy: Privacy
    /// How the counters of a source behave, by the source's name; others have no modulus and no daily reset.
    public let counters: [String: CounterRule]
    /// What operators are called for.
    public let alarms: [Alarms.Rule]
    /// Whether new sensors are treated as such (section 5 of the method); its reference results are made without.
    public let hasColdStart: Bool
    /// Whether sensors are watched and left out while they are in trouble; the reference results are made without.
    public let watchesHealth: Bool
    /// For each zone the places of its sensors in `sensors`.
    let sensorsOfZone: [[Int]]
    /// The places in `sensors` that a device has had.
    let postsOfSensor: [SensorID: [Int]]
    /// For each sensor the place of the one whose history it takes over.
    let predecessors: [Int?]

    public init(
        clock: CityClock, zones: [Zone], sensors: [Sensor], calendar: CityCalendar = .init(),
        windows: Windows = .init(), privacy: Privacy = .init(), counters: [String: CounterRule] = [:],
        alarms: [Alarms.Rule] = [], hasColdStart: Bool = true, watchesHealth: Bool = true
    ) {
        self.clock = clock
        self.zones = zones
        (self.sensors, predecessors) = Self.succession(sensors)
        self.calendar = calendar
        self.windows = windows
        self.privacy = privacy
        self.counters = counters
        self.alarms = alarms
        self.hasColdStart = hasColdStart
        self.watchesHealth = watchesHealth
        sensorsOfZone = zones.indices.map { zone in sensors.indices.filter { sensors[$0].zone == zone } }
        postsOfSensor = Dictionary(grouping: sensors.indices) { sensors[$0].id }
    }

    public struct Zone: Hashable, Sendable {
        public let id: ZoneID
        /// Busyness in percent from which the level is lively, busy, very busy: rising, above 0.
        public let levelCuts: [Double]
        /// Whether its readings may leave the house.
        public let isPublic: Bool
        /// Passers-by an hour that it can take; above 0. `nil`: nobody has said.
        public let capacity: Double?
        /// Zones that people walk to from here.
        public let neighbours: Set<ZoneID>
        /// The city or town that it is in; `nil`: all such zones are of one.
        public let municipality: String?

        public init(
            id: ZoneID, levelCuts: [Double] = [25, 60, 100], isPublic: Bool = true, capacity: Double? = nil,
            neighbours: Set<ZoneID> = [], municipality: String? = nil
        ) {
            self.id = id
            self.levelCuts = levelCuts
            self.isPublic = isPublic
            self.capacity = capacity
            self.neighbours = neighbours
            self.municipality = municipality
        }
    }

    /// A sensor serves one zone for a time.
    public struct Sensor: Hashable, Sendable {
        public let id: SensorID
        /// Place in `zones`.
        public let zone: Int
        /// Registered gain: counts are divided by it. Above 0.
        public let factor: Double
        /// `nil` is for ever.
        public let from: EventTime?
        public let to: EventTime?
        /// The sensor of the same site that stood here before it; the history of the site goes on.
        public let replaces: SensorID?
        /// When it takes over, and when another takes over from it: set by the plan. `nil`: never.
        var (handover, replacedAt): (EventTime?, EventTime?)
        /// It was mounted the other way round: in is out.
        public let isSwapped: Bool

        public init(
            id: SensorID, zone: Int, factor: Double = 1, from: EventTime? = nil, to: EventTime? = nil,
            replaces: SensorID? = nil, isSwapped: Bool = false
        ) {
            self.id = id
            self.zone = zone
            self.factor = factor
            self.from = from
            self.to = to
            self.replaces = replaces
            self.isSwapped = isSwapped
        }

        /// Whether its counts are those of the zone.
        func serves(at time: EventTime) -> Bool {
            ((handover ?? from).map { $0 <= time } ?? true) && ((to ?? replacedAt).map { time < $0 } ?? true)
        }
    }

    public struct Windows: Hashable, Sendable {
        /// Tumbling windows that tallies are kept of, in seconds: 60, 300, 900, 3600 or 86,400 (local days).
        public let lengths: [Int]
        /// Slot of the baseline in seconds: 900 or 3600. Sensors that count by the hour always have 3600.
        public let slot: Int
        /// How far reports may come out of order before they are late: the watermark stays so far behind.
        public let disorder: Duration
        /// How long a closed window may still be corrected; at most a day.
        public let lateness: Duration
        /// After so much silence a source is no longer waited for.
        public let idle: Duration
        /// How far ahead of ours a device's clock may be.
        public let skew: Duration
        /// How often an open window is told of.
        public var refresh: Duration

        public init(
            lengths: [Int] = [60, 300, 900, 86_400], slot: Int = 900, disorder: Duration = .seconds(120),
            lateness: Duration = .seconds(3 * 3600), idle: Duration = .seconds(300),
            skew: Duration = .seconds(300), refresh: Duration = .seconds(60)
        ) {
            self.lengths = lengths
            self.slot = slot
            self.disorder = disorder
            self.lateness = lateness
            self.idle = idle
            self.skew = skew
            self.refresh = refresh
        }

        /// Whether anything is told of windows that are still open.
        var tellsOfOpenOnes: Bool { refresh <= .seconds(86_400) }
    }

    public struct Privacy: Hashable, Sendable {
        /// The window must be usual for so many people; the test never looks at today's count.
        public let smallestCrowd: Double
        /// A zone with one sensor alone needs so many.
        public let smallestCrowdOfOneSensor: Double
        /// `nil` adds none.
        public var noise: Noise?

        public init(
            smallestCrowd: Double = 30, smallestCrowdOfOneSensor: Double = 100, noise: Noise? = nil
        ) {
            self.smallestCrowd = smallestCrowd
            self.smallestCrowdOfOneSensor = smallestCrowdOfOneSensor
            self.noise = noise
        }
    }
}
