public import Barometer

/// What the public site says about the city, apart from its readings.
public struct CityDescription: Hashable, Sendable {
    /// As written on the page, such as `Mechelen`.
    public let name: String
    /// IANA name of the time zone in which moments are told, such as `Europe/Brussels`.
    public let timeZone: String
    /// Who makes the data and under which licence it may be used; plain text, `nil` when there is nothing to say.
    public let attribution: String?
    /// The zones that are public, in the order in which they are shown.
    public let zones: [ZoneDescription]
    /// Editions of events that are known by more than their id.
    public var events: [EventID: EventDescription]

    public init(
        name: String, timeZone: String, attribution: String?, zones: [ZoneDescription],
        events: [EventID: EventDescription] = [:]
    ) {
        self.name = name
        self.timeZone = timeZone
        self.attribution = attribution
        self.zones = zones
        self.events = events
    }

    func describes(_ zone: ZoneID) -> Bool {
        zones.contains { $0.id == zone }
    }
}

/// A zone as people know it.
public struct ZoneDescription: Hashable, Sendable {
    public let id: ZoneID
    public let name: Words
    /// Where it is, roughly; `nil` when nobody has said.
    public let location: Location?

    public init(id: ZoneID, name: Words, location: Location? = nil) {
        self.id = id
        self.name = name
        self.location = location
    }

    /// A point in WGS 84, in degrees.
    public struct Location: Hashable, Sendable {
        /// -180...180.
        public let longitude: Double
        /// -90...90.
        public let latitude: Double

        public init(longitude: Double, latitude: Double) {
            self.longitude = longitude
            self.latitude = latitude
        }
    }
}
