public import Barometer

/// Every sensor that was ever heard, numbered from 0 in order of first appearance.
///
/// A sensor is a name within a source: two vendors may use one serial number. The journal keeps the roster, so
/// a number means the same sensor for ever.
public struct Roster: Sendable {
    public typealias Number = UInt32

    public struct Entry: Hashable, Sendable {
        /// The mapping or file that it speaks through.
        public let source: String
        public let sensor: SensorID

        public init(source: String, sensor: SensorID) {
            self.source = source
            self.sensor = sensor
        }
    }

    public private(set) var entries: [Entry] = []
    /// Names of the sources, in order of first appearance.
    public private(set) var sources: [String] = []
    /// For each entry the place of its source in `sources`.
    private(set) var sourceOf: [Int] = []
    /// Open addressing over the hash of source and name: 0 is free, else the number plus 1.
    private var slots: [UInt32] = .init(repeating: 0, count: 64)

    public init() {}

    public init(_ entries: [Entry]) {
        for entry in entries {
            var name = entry.sensor.name
            let source = number(ofSource: entry.source)
            _ = name.withUTF8 { bytes in unsafe number(of: bytes.span, source: source) }
        }
    }

    /// The number of a source, given on first sight.
    public mutating func number(ofSource name: String) -> Int {
        if let known = sources.firstIndex(of: name) { return known }
        sources.append(name)
        return sources.count - 1
    }

    /// The number of a sensor, given on first sight; `name` is UTF-8.
    public mutating func number(of name: Span<UInt8>, source: Int) -> Number {
        let slot = slot(of: name, source: source)
        if slots[slot] != 0 { return slots[slot] - 1 }
        var text = String(utf8: name)
        if !text.isEqual(to: name) {
            // What was not UTF-8 now is, so that the name will be found again.
            return text.withUTF8 { bytes in unsafe number(of: bytes.span, source: source) }
        }
        entries.append(Entry(source: sources[source], sensor: SensorID(text)))
        sourceOf.append(source)
        slots[slot] = UInt32(entries.count)
        if entries.count * 2 > slots.count { grow() }
        return UInt32(entries.count - 1)
    }

    /// The number of a sensor that was heard before; `nil` if it never was.
    func known(_ name: Span<UInt8>, source: String) -> Number? {
        guard let source = sources.firstIndex(of: source) else { return nil }
        let slot = slot(of: name, source: source)
        return slots[slot] == 0 ? nil : slots[slot] - 1
    }

    /// Where the sensor stands, or would stand.
    private func slot(of name: Span<UInt8>, source: Int) -> Int {
        var hash = KeyHash()
        hash.add(UInt64(source))
        hash.add(name)
        var slot = Int(truncatingIfNeeded: hash.value) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot] - 1)
            if sourceOf[number] == source, entries[number].sensor.name.isEqual(to: name) { return slot }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private mutating func grow() {
        slots = .init(repeating: 0, count: slots.count * 2)
        for number in entries.indices {
            var name = entries[number].sensor.name
            var hash = KeyHash()
            hash.add(UInt64(sourceOf[number]))
            name.withUTF8 { bytes in unsafe hash.add(bytes.span) }
            var slot = Int(truncatingIfNeeded: hash.value) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number + 1)
        }
    }
}

extension String {
    /// Takes UTF-8; what is not UTF-8 reads as the replacement character.
    init(utf8 bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    func isEqual(to bytes: Span<UInt8>) -> Bool {
        guard utf8.count == bytes.count else { return false }
        var index = 0
        for byte in utf8 {
            if byte != bytes[index] { return false }
            index += 1
        }
        return true
    }
}
