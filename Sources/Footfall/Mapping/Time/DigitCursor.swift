/// Walks over ASCII digits and signs. The text comes with each call, since a span cannot be kept.
struct DigitCursor {
    var position = 0

    func isAtEnd(of text: Span<UInt8>) -> Bool { position == text.count }

    func peek(_ text: Span<UInt8>) -> UInt8? { position < text.count ? text[position] : nil }

    /// Passes over a sign if it stands here.
    mutating func skip(_ sign: UInt8, in text: Span<UInt8>) -> Bool {
        guard position < text.count, text[position] == sign else { return false }
        position += 1
        return true
    }

    /// Passes over a letter, large or small.
    mutating func skip(letter: UInt8, in text: Span<UInt8>) -> Bool {
        skip(letter, in: text) || skip(letter | 0x20, in: text)
    }

    /// A number of so many digits; it takes as many as there are.
    mutating func number(_ least: Int, _ most: Int, in text: Span<UInt8>) -> Int? {
        let end = min(position + most, text.count)
        let start = position
        var value = 0
        while position < end, text[position].isDigit {
            value = value * 10 + Int(text[position]) - 48
            position += 1
        }
        return position - start < least ? nil : value
    }

    mutating func number(_ digits: Int, in text: Span<UInt8>) -> Int? { number(digits, digits, in: text) }

    /// The digits after a decimal sign, at least one, as millionths; what is finer is cut.
    mutating func millionths(_ most: Int = .max, in text: Span<UInt8>) -> Int? {
        let start = position
        var (value, digits) = (0, 0)
        while position < text.count, position - start < most, text[position].isDigit {
            if digits < 6 {
                value = value * 10 + Int(text[position]) - 48
                digits += 1
            }
            position += 1
        }
        while digits < 6 {
            value *= 10
            digits += 1
        }
        return position > start ? value : nil
    }

    /// `Z`, `+01`, `+0100` or `+01:00`, in seconds.
    mutating func offset(in text: Span<UInt8>) -> Int? {
        if skip(letter: UInt8(ascii: "Z"), in: text) { return 0 }
        let isWest = skip(UInt8(ascii: "-"), in: text)
        guard isWest || skip(UInt8(ascii: "+"), in: text), let hours = number(2, in: text), hours < 24 else {
            return nil
        }
        var minutes = 0
        if skip(UInt8(ascii: ":"), in: text) || (peek(text)?.isDigit ?? false) {
            guard let value = number(2, in: text), value < 60 else { return nil }
            minutes = value
        }
        let seconds = hours * 3600 + minutes * 60
        return isWest ? -seconds : seconds
    }
}
