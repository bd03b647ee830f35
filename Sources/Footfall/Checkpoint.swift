internal import Barometer

/// The pipeline's whole changing state, as a value. Private; only the vault writes it.
public struct Checkpoint: Sendable, Equatable {
    var watermark = Watermark()
    var counters = CounterMemory()
    /// One for each sensor of the plan.
    var sensors: [SensorState]
    /// One for each zone of the plan.
    var zones: [ZoneState]
    /// Up to when windows are closed: a full quarter of an hour or minute; `nil` before the first observation.
    var closedUpTo: EventTime?
    /// The local day whose expectation is in force.
    var today: CalendarDate?
    /// The day before, while it may still be corrected and is not learned yet.
    var unlearned: CalendarDate?
    /// When open windows were last told of.
    var refreshed: EventTime?

    init(plan: Plan) {
        sensors = plan.sensors.map { _ in SensorState() }
        zones = plan.zones.map { _ in ZoneState() }
    }

    /// Rises with each change of what the bytes mean.
    private static let format: UInt8 = 2

    /// The encoding. Sensors and zones stand under their names, so that a changed plan finds its own again.
    public func encoded(for plan: Plan) -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(Self.format)
        watermark.write(to: &writer)
        counters.write(to: &writer)
        writer.list(Array(zip(plan.sensors, sensors))) { writer, sensor in
            writer.text(Self.name(of: sensor.0, in: plan))
            sensor.1.write(to: &writer)
        }
        writer.list(Array(zip(plan.zones, zones))) { writer, zone in
            writer.text(zone.0.id.name)
            zone.1.write(to: &writer)
        }
        writer.optional(closedUpTo) { $0.time($1) }
        for day in [today, unlearned] { writer.optional(day) { $0.date($1) } }
        writer.optional(refreshed) { $0.time($1) }
        return writer.bytes
    }

    /// Reads what `encoded` wrote, and places it in a plan that may have changed since.
    public init(_ bytes: [UInt8], for plan: Plan) throws(Damage) {
        var reader = ByteReader(bytes)
        try reader.require(try reader.byte() == Self.format)
        watermark = try Watermark(from: &reader)
        counters = try CounterMemory(from: &reader)
        let sensors = try reader.list { reader throws(Damage) in
            (try reader.text(), try SensorState(from: &reader))
        }
        let zones = try reader.list { reader throws(Damage) in
            (try reader.text(), try ZoneState(from: &reader))
        }
        closedUpTo = try reader.optional { reader throws(Damage) in try reader.time() }
        today = try reader.optional(CalendarDate.init(from:))
        unlearned = try reader.optional(CalendarDate.init(from:))
        refreshed = try reader.optional { reader throws(Damage) in try reader.time() }
        try reader.require(reader.isAtEnd)
        let sensorsByName = Dictionary(sensors) { first, _ in first }
        let zonesByName = Dictionary(zones) { first, _ in first }
        self.sensors = plan.sensors.map { sensorsByName[Self.name(of: $0, in: plan)] ?? SensorState() }
        self.zones = plan.zones.map { zonesByName[$0.id.name] ?? ZoneState() }
    }

    private static func name(of sensor: Plan.Sensor, in plan: Plan) -> String {
        let start = sensor.from.map { String(describing: $0) } ?? ""
        return "\(sensor.id)\u{0}\(plan.zones[sensor.zone].id)\u{0}\(start)"
    }
}
