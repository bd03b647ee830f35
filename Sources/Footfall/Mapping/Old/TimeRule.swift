import Barometer

/// When it was counted, and for how long.
struct TimeRule: Sendable {
    enum Anchor: Sendable { case start, end }

    enum Source: Hashable, Sendable {
        /// When the message came in.
        case received
        case value(Int)
    }

    enum Length: Hashable, Sendable {
        /// Seconds, 0...86,400.
        case constant(Int)
        case value(Int)
    }

    enum Format: String, CaseIterable, Sendable {
        case rfc3339
        case epochSeconds = "epoch_s"
        case epochMilliseconds = "epoch_ms"
    }

    static let longest = 86_400

    let anchor: Anchor
    let source: Source
    let length: Length
    let format: Format

    var isReceived: Bool { source == .received }

    /// - Returns: start and seconds.
    func interval(
        payload: Span<UInt8>, received: EventTime, _ paths: PathTrie, _ scratch: inout MappingScratch
    ) throws(Refusal) -> (start: EventTime, seconds: Int) {
        let moment =
            switch source {
            case .received: received
            case .value(let slot): try moment(slot, payload, paths, &scratch)
            }
        let seconds =
            switch length {
            case .constant(let seconds): seconds
            case .value(let slot): try seconds(slot, payload, paths, scratch)
            }
        switch anchor {
        case .start: return (moment, seconds)
        case .end: return (moment - .seconds(seconds), seconds)
        }
    }

    private func seconds(
        _ slot: Int, _ payload: Span<UInt8>, _ paths: PathTrie, _ scratch: MappingScratch
    ) throws(Refusal) -> Int {
        let number = try scratch.number(slot, of: payload, paths)
        guard number.isWhole else { throw .wrongType(paths, slot, expected: "a whole number of seconds") }
        guard let seconds = number.whole(), seconds > 0, seconds <= Self.longest else {
            throw Refusal(
                code: .outOfRange, detail: "\(paths.paths[slot].text) is not 1 to \(Self.longest) seconds")
        }
        return Int(seconds)
    }

    private func moment(
        _ slot: Int, _ payload: Span<UInt8>, _ paths: PathTrie, _ scratch: inout MappingScratch
    ) throws(Refusal) -> EventTime {
        let value = scratch.json.values[slot]
        if value.isMissing { throw .missing(paths, slot) }
        let time: EventTime? =
            switch (format, value.kind) {
            case (.rfc3339, .text): EventTime(rfc3339: payload.extracting(value.range))
            case (.rfc3339, .escapedText): try escaped(slot, payload, paths, &scratch)
            case (.epochSeconds, .number): Self.epoch(payload.extracting(value.range), power: 3)
            case (.epochMilliseconds, .number): Self.epoch(payload.extracting(value.range), power: 0)
            default: nil
            }
        guard let time else {
            throw Refusal(
                code: .badTime, detail: "\(paths.paths[slot].text) is not a time as \(format.rawValue)")
        }
        return time
    }

    private func escaped(
        _ slot: Int, _ payload: Span<UInt8>, _ paths: PathTrie, _ scratch: inout MappingScratch
    ) throws(Refusal) -> EventTime? {
        try scratch.read(slot, of: payload, paths)
        return EventTime(rfc3339: scratch.text.span)
    }

    /// From 1970 to 9999; what is finer than a millisecond is cut.
    private static func epoch(_ digits: Span<UInt8>, power: Int) -> EventTime? {
        let number = JSONNumber(digits)
        guard let milliseconds = number.whole(power: power), (0..<253_402_300_800_000).contains(milliseconds),
            !number.isNegative || number.isZero
        else { return nil }
        return EventTime(milliseconds: milliseconds)
    }
}
