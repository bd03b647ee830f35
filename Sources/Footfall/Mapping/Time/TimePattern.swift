/// A time's layout: letters stand for its parts, other signs for themselves, letters of the text in quotes.
struct TimePattern: Hashable, Sendable {
    enum Field: Hashable, Sendable {
        case literal(UInt8)
        /// A number of so many digits.
        case number(Part, least: Int, most: Int)
        /// `yy`: of this century.
        case shortYear
        case monthName
        case fraction(digits: Int)
        case half
        case offset
        /// A name that is passed over.
        case weekday
    }

    enum Part: Hashable, Sendable {
        case year, month, day, hour, minute, second
    }

    private let fields: [Field]

    init(_ text: String) throws(Mistake) {
        var compiler = TimePatternCompiler(text)
        fields = try compiler.compile()
    }

    /// Strict: all of the text, and a day and time that exist.
    func read(_ text: Span<UInt8>) -> Stamp? {
        var cursor = DigitCursor()
        var time = DateTime()
        for field in fields {
            guard Self.take(field, into: &time, &cursor, text) else { return nil }
        }
        return cursor.isAtEnd(of: text) ? time.stamp : nil
    }

    /// A number whose decimal digits are the text, such as 20260314101500.
    func read(digitsOf number: Int64) -> Stamp? {
        var digits = InlineArray<20, UInt8>(repeating: 48)
        var (rest, start) = (number, 20)
        while rest > 0 {
            start -= 1
            digits[start] = 48 + UInt8(rest % 10)
            rest /= 10
        }
        return read(digits.span.extracting(start..<20))
    }

    private static func take(
        _ field: Field, into time: inout DateTime, _ cursor: inout DigitCursor, _ text: Span<UInt8>
    ) -> Bool {
        switch field {
        case .literal(let byte): return cursor.skip(byte, in: text)
        case .number(let part, let least, let most):
            guard let value = cursor.number(least, most, in: text) else { return false }
            time.set(part, value)
        case .shortYear:
            guard let value = cursor.number(2, in: text) else { return false }
            time.year = 2000 + value
        case .monthName:
            guard let month = MonthName.take(&cursor, text) else { return false }
            time.month = month
        case .fraction(let digits):
            let end = cursor.position + digits
            guard let value = cursor.millionths(digits, in: text), cursor.position == end else {
                return false
            }
            time.microsecond = value
        case .half:
            guard let isAfternoon = half(&cursor, text) else { return false }
            time.isAfternoon = isAfternoon
        case .offset:
            time.offset = cursor.offset(in: text)
            return time.offset != nil
        case .weekday: return MonthName.skipWord(&cursor, text)
        }
        return true
    }

    /// AM or PM, large or small.
    private static func half(_ cursor: inout DigitCursor, _ text: Span<UInt8>) -> Bool? {
        let isMorning = cursor.skip(letter: UInt8(ascii: "A"), in: text)
        guard isMorning || cursor.skip(letter: UInt8(ascii: "P"), in: text),
            cursor.skip(letter: UInt8(ascii: "M"), in: text)
        else { return nil }
        return !isMorning
    }
}

extension DateTime {
    fileprivate mutating func set(_ part: TimePattern.Part, _ value: Int) {
        switch part {
        case .year: year = value
        case .month: month = value
        case .day: day = value
        case .hour: hour = value
        case .minute: minute = value
        case .second: second = value
        }
    }
}
