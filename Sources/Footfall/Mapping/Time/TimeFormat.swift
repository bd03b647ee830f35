/// How a vendor writes a moment: `rfc3339`, `epoch_s`, `epoch_ms`, `epoch_us`, `epoch_ns`, or a pattern such
/// as `dd/MM/yyyy HH:mm:ss`.
struct TimeFormat: Hashable, Sendable {
    private enum Rule: Hashable, Sendable {
        case rfc3339
        /// Decimal places from the unit to a microsecond.
        case epoch(power: Int)
        case pattern(TimePattern)
    }

    /// All that is no pattern.
    static let words = ["rfc3339", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns"]
    static let rfc3339 = TimeFormat(rule: .rfc3339)

    private let rule: Rule

    private init(rule: Rule) { self.rule = rule }

    init(_ word: String) throws(Mistake) {
        switch word {
        case "rfc3339": rule = .rfc3339
        case "epoch_s": rule = .epoch(power: 6)
        case "epoch_ms": rule = .epoch(power: 3)
        case "epoch_us": rule = .epoch(power: 0)
        case "epoch_ns": rule = .epoch(power: -3)
        default: rule = .pattern(try TimePattern(word))
        }
    }

    /// - Returns: `nil` when the value is no such time. A timestamp that an expression computed is one always.
    func read(_ value: Value, in document: Document) -> Stamp? {
        if value.kind == .timestamp { return .instant(microseconds: value.int) }
        switch (rule, value.kind) {
        case (.rfc3339, .text), (.pattern, .text): return read(document.bytes.span.extracting(value.range))
        case (.epoch(let power), _):
            return EpochTime.read(value, power: power, in: document).map { .instant(microseconds: $0) }
        case (.pattern(let pattern), .int) where value.int > 0: return pattern.read(digitsOf: value.int)
        default: return nil
        }
    }

    func read(_ text: Span<UInt8>) -> Stamp? {
        switch rule {
        case .rfc3339: RFC3339Time.read(text)
        case .epoch(let power): EpochTime.read(text, power: power).map { .instant(microseconds: $0) }
        case .pattern(let pattern): pattern.read(text)
        }
    }
}
