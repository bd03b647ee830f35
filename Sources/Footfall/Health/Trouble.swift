internal import Barometer

/// A trouble that lasts.
struct OpenTrouble: Sendable, Equatable {
    let trouble: SensorHealth.Trouble
    let since: EventTime
    let noticed: EventTime

    func health(of sensor: SensorID, in zone: ZoneID?, until: EventTime? = nil) -> SensorHealth {
        SensorHealth(
            sensor: sensor, zone: zone, trouble: trouble, since: since, noticed: noticed, until: until)
    }
}

/// What a detector says of its sensor now.
enum Verdict: Equatable {
    case unclear
    /// All is well since then, as far as this detector can see.
    case well(since: EventTime)
    case trouble(since: EventTime)
}

extension OpenTrouble: Stored {
    func write(to writer: inout ByteWriter) {
        writer.text(trouble.rawValue)
        writer.time(since)
        writer.time(noticed)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        guard let trouble = SensorHealth.Trouble(rawValue: try reader.text()) else { throw reader.damage }
        self.trouble = trouble
        since = try reader.time()
        noticed = try reader.time()
    }
}

extension ByteWriter {
    mutating func optional(_ time: EventTime?) { optional(time) { $0.time($1) } }

    mutating func float(_ value: Float) { unsigned(UInt64(value.bitPattern)) }

    mutating func floats(_ values: [Float]) { list(values) { $0.float($1) } }
}

extension ByteReader {
    mutating func optionalTime() throws(Damage) -> EventTime? {
        try optional { reader throws(Damage) in try reader.time() }
    }

    mutating func float() throws(Damage) -> Float {
        Float(bitPattern: UInt32(truncatingIfNeeded: try unsigned()))
    }

    /// So many, no more and no less.
    mutating func floats(_ count: Int) throws(Damage) -> [Float] {
        let values = try list { reader throws(Damage) in try reader.float() }
        try require(values.count == count)
        return values
    }

    mutating func floats(upTo most: Int) throws(Damage) -> [Float] {
        let values = try list { reader throws(Damage) in try reader.float() }
        try require(values.count <= most)
        return values
    }

    mutating func small() throws(Damage) -> Int { try length(Int(Int32.max)) }
}
