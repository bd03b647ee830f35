/// A device that counts who passes it, in two directions.
public struct Sensor: Hashable, Sendable {
    /// Counts from 1 through the whole city; a scenario calls it `gate-1`.
    public let number: Int
    public let zone: Zone
    /// The place of its zone in the city, from 0.
    public let zoneIndex: Int
    /// Its make.
    public let format: VendorFormat
    /// What the vendor's mapping makes of its messages, such as `grote-markt/gate-1`.
    public let name: String

    init(number: Int, zoneIndex: Int, format: VendorFormat) {
        self.number = number
        self.zoneIndex = zoneIndex
        self.format = format
        zone = Zone(index: zoneIndex)
        name = format.sensorName(zone: zone, number: number)
    }
}

/// People who went by, or a counter's two totals of them.
public struct Passage: Hashable, Sendable {
    /// Towards the centre; not below zero.
    public var inwards: Int
    /// Away from the centre; not below zero.
    public var outwards: Int

    public init(inwards: Int, outwards: Int) {
        self.inwards = inwards
        self.outwards = outwards
    }

    /// Nobody.
    public static let none = Passage(inwards: 0, outwards: 0)

    /// Both directions together.
    public var people: Int { inwards + outwards }

    public static func + (left: Passage, right: Passage) -> Passage {
        Passage(inwards: left.inwards + right.inwards, outwards: left.outwards + right.outwards)
    }

    public static func += (left: inout Passage, right: Passage) {
        left = left + right
    }
}
