internal import Barometer

/// A part of the checkpoint that can be written and read back. Only the vault keeps the bytes.
protocol Stored {
    func write(to writer: inout ByteWriter)
    init(from reader: inout ByteReader) throws(Damage)
}

extension ByteWriter {
    mutating func list(_ values: [some Stored]) {
        list(values) { writer, value in value.write(to: &writer) }
    }

    mutating func date(_ value: CalendarDate) { signed(Int64(value.daysSinceEpoch)) }
}

extension ByteReader {
    mutating func list<Element: Stored>() throws(Damage) -> [Element] {
        try list { reader throws(Damage) in try Element(from: &reader) }
    }

    /// Reads on only when what was read makes sense.
    func require(_ condition: Bool) throws(Damage) {
        guard condition else { throw damage }
    }
}

extension CalendarDate {
    init(from reader: inout ByteReader) throws(Damage) {
        let days = try reader.signed()
        try reader.require((-1_000_000...10_000_000).contains(days))
        self.init(daysSinceEpoch: Int(days))
    }
}
