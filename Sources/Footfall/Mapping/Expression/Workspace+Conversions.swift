/// Conversions, sizes and bits of expressions.
extension Workspace {
    mutating func size(_ value: Value) throws(Refusal) -> Int64 {
        try spend(value.range.count / 16)
        switch value.kind {
        case .text: return Int64(characters(value.range))
        case .bytes: return Int64(value.range.count)
        default: return Int64(document.count(of: value))
        }
    }

    mutating func convert(_ function: Expression.Function, _ value: Value) throws(Refusal) -> Value {
        switch function {
        case .int: return Value(try int(value))
        case .uint: return Value(uint: try uint(value))
        case .double: return value.kind == .text ? try parse(double: value) : Value(Arithmetic.double(value))
        case .bool: return value.kind == .text ? try bool(value) : value
        case .bytes: return Value(bytes: value.range)
        case .string: return try text(value)
        case .hex: return try hex(value)
        case .number: return value.kind == .text ? try number(value) : value
        case .timestamp:
            if value.kind == .int { return try ExpressionTime.timestamp(seconds: value.int) }
            guard value.kind == .text else { return value }
            return try ExpressionTime.timestamp(document.bytes.span.extracting(value.range))
        case .duration:
            guard value.kind == .text else { return value }
            return try ExpressionTime.duration(document.bytes.span.extracting(value.range))
        default: throw Expression.wrong(function, value)
        }
    }

    private func int(_ value: Value) throws(Refusal) -> Int64 {
        switch value.kind {
        case .int: return value.int
        case .uint:
            guard let int = Int64(exactly: value.uint) else { throw Arithmetic.overflow }
            return int
        case .double: return try Arithmetic.int(value.double)
        case .timestamp:
            let rest = value.int % 1_000_000
            return (value.int - (rest < 0 ? rest + 1_000_000 : rest)) / 1_000_000
        default:
            guard let int = whole(value.range, as: Int64.self) else { throw Self.noNumber("int") }
            return int
        }
    }

    private func uint(_ value: Value) throws(Refusal) -> UInt64 {
        switch value.kind {
        case .uint: return value.uint
        case .int:
            guard value.int >= 0 else { throw .outOfRange("a uint is not below 0") }
            return UInt64(value.int)
        case .double: return try Arithmetic.uint(value.double)
        default:
            guard let uint = whole(value.range, as: UInt64.self) else { throw Self.noNumber("uint") }
            return uint
        }
    }

    private static func noNumber(_ type: String) -> Refusal {
        .badType("expected a text that is a number for \(type)()")
    }

    /// Decimal digits with a sign; `nil` also beyond 64 bits.
    private func whole<Number: FixedWidthInteger>(_ range: Range<Int>, as type: Number.Type) -> Number? {
        guard (1...25).contains(range.count) else { return nil }
        var position = range.lowerBound
        let isNegative = document.bytes[position] == UInt8(ascii: "-")
        if isNegative || document.bytes[position] == UInt8(ascii: "+") { position += 1 }
        guard position < range.upperBound else { return nil }
        var value: Number = 0
        while position < range.upperBound {
            guard (48...57).contains(document.bytes[position]) else { return nil }
            let digit = Number(document.bytes[position] - 48)
            let (tens, isOver) = value.multipliedReportingOverflow(by: 10)
            let (sum, isOverToo) =
                isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
            if isOver || isOverToo { return nil }
            value = sum
            position += 1
        }
        return value
    }

    private func parse(double value: Value) throws(Refusal) -> Value {
        switch document.string(value.range).lowercased() {
        case "nan": return Value(Double.nan)
        case "inf", "+inf", "infinity", "+infinity": return Value(Double.infinity)
        case "-inf", "-infinity": return Value(-Double.infinity)
        default:
            guard let double = decimal(value.range) else { throw Self.noNumber("double") }
            return Value(double)
        }
    }

    /// Digits with at most one point and an exponent.
    private func decimal(_ range: Range<Int>) -> Double? {
        for index in range {
            switch document.bytes[index] {
            case 48...57, 43, 45, 46, 69, 101: break
            default: return nil
            }
        }
        return range.isEmpty ? nil : Double(document.string(range))
    }

    private func number(_ value: Value) throws(Refusal) -> Value {
        let range = trimmed(value.range)
        if let int = whole(range, as: Int64.self) { return Value(int) }
        guard let double = decimal(range) else {
            throw .badType("expected a text that is a number, with a decimal point if any, for number()")
        }
        return Value(double)
    }

    private func bool(_ value: Value) throws(Refusal) -> Value {
        switch document.string(value.range) {
        case "true", "TRUE", "True", "t", "1": return Value(true)
        case "false", "FALSE", "False", "f", "0": return Value(false)
        default: throw .badType("expected the text true or false for bool()")
        }
    }

    // MARK: Texts

    private mutating func text(_ value: Value) throws(Refusal) -> Value {
        try room(bytes: 32)
        switch value.kind {
        case .bytes:
            guard document.bytes.span.extracting(value.range).isUTF8 else {
                throw .badType("expected bytes that are UTF-8 for string()")
            }
            return Value(text: value.range)
        case .boolean: return document.text(value.boolean ? "true" : "false")
        case .int, .uint: return try key(value)
        case .double: return document.text(Self.text(value.double))
        case .timestamp: return document.text(ExpressionTime.text(timestamp: value.int))
        case .duration: return document.text(ExpressionTime.text(duration: value.int))
        default: return value
        }
    }

    /// The shortest digits that mean the same number; a whole one without its point.
    static func text(_ double: Double) -> String {
        let text = "\(double)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private mutating func hex(_ value: Value) throws(Refusal) -> Value {
        try room(bytes: 2 * value.range.count)
        let start = document.bytes.count
        for index in value.range {
            document.bytes.append(Self.hexDigit(document.bytes[index] >> 4))
            document.bytes.append(Self.hexDigit(document.bytes[index] & 15))
        }
        return Value(text: start..<document.bytes.count)
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

    // MARK: Bits

    /// Of bytes from the most significant bit of the first; of an int from its least significant bit.
    func bits(_ value: Value, offset: Int64, width: Int64) throws(Refusal) -> Int64 {
        let total = value.kind == .int ? 64 : Int64(value.range.count) * 8
        guard (1...63).contains(width), offset >= 0, offset <= total - width else {
            throw .outOfRange("bits() takes 1 to 63 bits that are there")
        }
        if value.kind == .int {
            return Int64(UInt64(bitPattern: value.int) >> UInt64(offset) & (1 << UInt64(width) - 1))
        }
        var result: Int64 = 0
        for bit in Int(offset)..<Int(offset + width) {
            let byte = document.bytes[value.range.lowerBound + (bit >> 3)]
            result = result << 1 | Int64(byte >> UInt8(7 - (bit & 7)) & 1)
        }
        return result
    }
}
