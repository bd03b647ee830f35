internal import Barometer

/// An account as bytes, which only the vault keeps.
extension Account {
    private static let format: UInt8 = 1

    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(Self.format)
        reading.write(to: &writer)
        writer.bool(isProvisional)
        writer.list(sensors)
        sums.write(to: &writer)
        writer.optional(judgement) { $1.write(to: &$0) }
        writer.optional(limit) { $0.byte($1.rawValue) }
        writer.optional(epsilon) { $0.unsigned(UInt64($1.hundredths)) }
        writer.double(smallestCrowd)
        writer.double(smallestCrowdOfOneSensor)
        return writer.bytes
    }

    public init(_ bytes: [UInt8]) throws(Damage) {
        var reader = ByteReader(bytes)
        try reader.require(try reader.byte() == Self.format)
        let told = try Reading(from: &reader)
        isProvisional = try reader.bool()
        reading = isProvisional ? told.provisional : told
        sensors = try reader.list()
        sums = try Sums(from: &reader)
        judgement = try reader.optional { reader throws(Damage) in try Judgement(from: &reader) }
        limit = try reader.optional { reader throws(Damage) in
            guard let limit = Limit(rawValue: try reader.byte()) else { throw reader.damage }
            return limit
        }
        epsilon = try reader.optional { reader throws(Damage) in
            guard let epsilon = Noise.Epsilon(hundredths: try reader.length(1000)) else {
                throw reader.damage
            }
            return epsilon
        }
        smallestCrowd = try reader.double()
        smallestCrowdOfOneSensor = try reader.double()
        try reader.require(reader.isAtEnd)
    }
}

extension Reading {
    /// The same of an open window; the checkpoint keeps readings of closed ones only.
    fileprivate var provisional: Reading {
        Reading(
            zone: zone, window: window, content: measurement.map { .provisional($0) } ?? .withheld,
            completeness: completeness, reasons: reasons, validUntil: validUntil)
    }
}

extension Account.Part: Stored {
    func write(to writer: inout ByteWriter) {
        writer.text(sensor.name)
        writer.list(slots) { writer, slot in
            writer.time(slot.start)
            writer.optional(slot.counted) { $0.double($1) }
            writer.optional(slot.expected) { writer, expected in
                writer.double(expected)
                writer.unsigned(UInt64(slot.learned))
                writer.double(slot.level)
                writer.optional(slot.offset == 0 ? nil : slot.offset) { $0.double($1) }
            }
        }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        sensor = SensorID(try reader.text())
        slots = try reader.list { reader throws(Damage) in
            let start = try reader.time()
            let counted = try reader.optional { reader throws(Damage) in try reader.double() }
            guard try reader.bool() else {
                return Slot(start: start, counted: counted, expected: nil, learned: 0, level: 0, offset: 0)
            }
            return Slot(
                start: start, counted: counted, expected: try reader.double(),
                learned: Double(try reader.length()), level: try reader.double(),
                offset: try reader.optional { reader throws(Damage) in try reader.double() } ?? 0)
        }
    }
}

extension Account.Sums: Stored {
    func write(to writer: inout ByteWriter) {
        for value in [observed, expected, expectedOfAll, expectedOfWindow, learned] { writer.double(value) }
        for value in [sensorsHeard, sensorsCompared, sensors] { writer.unsigned(UInt64(value)) }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        observed = try reader.double()
        expected = try reader.double()
        expectedOfAll = try reader.double()
        expectedOfWindow = try reader.double()
        learned = try reader.double()
        sensorsHeard = try reader.length()
        sensorsCompared = try reader.length()
        sensors = try reader.length()
    }
}

extension Account.Judgement: Stored {
    func write(to writer: inout ByteWriter) {
        for value in [logRatio, spread, score, ratio] { writer.double(value) }
        deviation.write(to: &writer)
        writer.optional(peak) { writer, peak in
            writer.double(peak.people)
            writer.double(peak.ratio)
            peak.level.write(to: &writer)
        }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        logRatio = try reader.double()
        spread = try reader.double()
        score = try reader.double()
        ratio = try reader.double()
        deviation = try Account.Class(from: &reader)
        peak = try reader.optional { reader throws(Damage) in
            Account.Peak(
                people: try reader.double(), ratio: try reader.double(),
                level: try Account.Class(from: &reader))
        }
    }
}

extension Account.Class: Stored {
    func write(to writer: inout ByteWriter) {
        writer.doubles(cuts)
        writer.double(margin)
        writer.optional(before) { $0.unsigned(UInt64($1)) }
        for value in [dwell, raw, shown] { writer.unsigned(UInt64(value)) }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        cuts = try reader.doubles()
        margin = try reader.double()
        before = try reader.optional { reader throws(Damage) in try reader.length(100) }
        dwell = try reader.length(100)
        raw = try reader.length(100)
        shown = try reader.length(100)
    }
}
