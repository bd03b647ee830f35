/// Keeps a class from flapping: it changes only when a value is clearly over a cut, and stays so.
struct Hysteresis: Sendable, Equatable {
    /// The class that is shown, from 0; `nil` before the first value.
    private(set) var current: Int?
    private var eligible = 0

    /// - Parameters:
    ///   - cuts: rising; a value at or above cut `i` belongs at least to class `i + 1`.
    ///   - dwell: so many clear values in a row make a change; above 0.
    /// - Returns: the class to show.
    mutating func settle(_ value: Double, cuts: [Double], margin: Double, dwell: Int) -> Int {
        let raw = Self.raw(value, cuts)
        guard let shown = current, raw != shown, shown <= cuts.count else {
            eligible = 0
            current = raw
            return raw
        }
        let isClear =
            raw > shown
            ? value > cuts[raw - 1] + margin || raw - shown >= 2
            : value < cuts[raw] - margin || shown - raw >= 2
        eligible = isClear ? eligible + 1 : 0
        guard eligible >= dwell else { return shown }
        eligible = 0
        current = raw
        return raw
    }

    private static func raw(_ value: Double, _ cuts: [Double]) -> Int { cuts.count { $0 <= value } }
}

extension Hysteresis {
    /// The same, with what led to it.
    mutating func settling(_ value: Double, cuts: [Double], margin: Double, dwell: Int) -> Account.Class {
        let before = current
        let shown = settle(value, cuts: cuts, margin: margin, dwell: dwell)
        return Account.Class(
            cuts: cuts, margin: margin, dwell: dwell, before: before, raw: Self.raw(value, cuts), shown: shown
        )
    }
}

extension Hysteresis: Stored {
    func write(to writer: inout ByteWriter) {
        writer.optional(current) { $0.unsigned(UInt64($1)) }
        writer.unsigned(UInt64(eligible))
    }

    init(from reader: inout ByteReader) throws(Damage) {
        current = try reader.optional { reader throws(Damage) in try reader.length(100) }
        eligible = try reader.length(100)
    }
}
