/// Time counted since 1970-01-01T00:00:00Z, up to the year 9999.
enum EpochTime {
    /// Microseconds from 1970 to the end of 9999.
    private static let range: Range<Int64> = 0..<253_402_300_800_000_000

    /// - Parameter power: decimal places from the unit to a microsecond: 6 for seconds, -3 for nanoseconds.
    static func read(_ value: Value, power: Int, in document: Document) -> Int64? {
        switch value.kind {
        case .int: scaled(value.int, power)
        case .uint: Int64(exactly: value.uint).flatMap { scaled($0, power) }
        case .double: scaled(value.double, power)
        case .text: read(document.bytes.span.extracting(value.range), power: power)
        default: nil
        }
    }

    /// Digits, perhaps with a fraction; what is finer than a microsecond is cut.
    static func read(_ text: Span<UInt8>, power: Int) -> Int64? {
        var cursor = DigitCursor()
        guard let whole = cursor.wholeNumber(in: text) else { return nil }
        var (value, places) = (whole, power)
        if cursor.skip(UInt8(ascii: "."), in: text) {
            let start = cursor.position
            while let byte = cursor.peek(text), byte.isDigit {
                if places > 0 {
                    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                    guard !overflow, product <= Int64.max - 9 else { return nil }
                    value = product + Int64(byte) - 48
                    places -= 1
                }
                cursor.position += 1
            }
            guard cursor.position > start else { return nil }
        }
        return cursor.isAtEnd(of: text) ? scaled(value, places) : nil
    }

    private static func scaled(_ value: Int64, _ power: Int) -> Int64? {
        guard value >= 0 else { return nil }
        var result = value
        for _ in 0..<max(0, -power) { result /= 10 }
        for _ in 0..<max(0, power) {
            guard result < range.upperBound else { return nil }
            result *= 10
        }
        return range.contains(result) ? result : nil
    }

    /// To the nearest microsecond: a double has the milliseconds of our time exactly.
    private static func scaled(_ value: Double, _ power: Int) -> Int64? {
        let powers: Double =
            switch power {
            case 6: 1e6
            case 3: 1e3
            case 0: 1
            default: 1e-3
            }
        let scaled = (value * powers).rounded()
        return Int64(exactly: scaled).flatMap { range.contains($0) ? $0 : nil }
    }
}

extension DigitCursor {
    /// `nil` if no digit stands here, or too many.
    fileprivate mutating func wholeNumber(in text: Span<UInt8>) -> Int64? {
        let start = position
        var value: Int64 = 0
        while let byte = peek(text), byte.isDigit {
            guard value <= (Int64.max - 9) / 10 else { return nil }
            value = value * 10 + Int64(byte) - 48
            position += 1
        }
        return position > start ? value : nil
    }
}
