/// An ISO 8601 interval: two of start, end and duration. A moment alone is none.
enum ISOInterval: Hashable, Sendable {
    /// `2026-03-14T10:00:00Z/2026-03-14T10:15:00Z`
    case between(Stamp, Stamp)
    /// `2026-03-14T10:00:00Z/PT15M`, in microseconds.
    case from(Stamp, duration: Int64)
    /// `PT15M/2026-03-14T10:15:00Z`
    case until(Stamp, duration: Int64)

    /// - Returns: `nil` also where one time has an offset and the other has none.
    static func read(_ text: Span<UInt8>) -> ISOInterval? {
        var slash = 0
        while slash < text.count, text[slash] != UInt8(ascii: "/") { slash += 1 }
        guard slash > 0, slash + 1 < text.count else { return nil }
        let (first, second) = (0..<slash, slash + 1..<text.count)
        if let duration = isoDuration(text.extracting(first)) {
            return RFC3339Time.read(text.extracting(second)).map { .until($0, duration: duration) }
        }
        guard let start = RFC3339Time.read(text.extracting(first)) else { return nil }
        if let duration = isoDuration(text.extracting(second)) { return .from(start, duration: duration) }
        guard let end = RFC3339Time.read(text.extracting(second)) else { return nil }
        switch (start, end) {
        case (.instant, .instant), (.local, .local): return .between(start, end)
        default: return nil
        }
    }
}
