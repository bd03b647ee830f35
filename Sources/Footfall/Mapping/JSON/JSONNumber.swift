/// A JSON number as its digits say it: `mantissa` times ten to the `exponent`.
struct JSONNumber: Sendable {
    private(set) var isNegative = false
    private(set) var mantissa: UInt64 = 0
    private(set) var exponent = 0
    /// No digit was left out of the mantissa.
    private(set) var isExact = true

    /// - Parameter digits: by the grammar of JSON; checked before.
    init(_ digits: Span<UInt8>) {
        var afterPoint = false
        var position = 0
        while position < digits.count {
            let byte = digits[position]
            position += 1
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): afterPoint = true
            case 48...57: add(UInt64(byte) - 48, afterPoint: afterPoint)
            default:
                exponent += Self.exponent(digits, from: position)
                return
            }
        }
    }

    private mutating func add(_ digit: UInt64, afterPoint: Bool) {
        if mantissa < 100_000_000_000_000_000 {
            mantissa = mantissa * 10 + digit
            if afterPoint { exponent -= 1 }
        } else {
            if digit != 0 { isExact = false }
            if !afterPoint { exponent += 1 }
        }
    }

    private static func exponent(_ digits: Span<UInt8>, from start: Int) -> Int {
        var value = 0
        var sign = 1
        for index in start..<digits.count {
            switch digits[index] {
            case UInt8(ascii: "+"): break
            case UInt8(ascii: "-"): sign = -1
            default: value = min(value * 10 + Int(digits[index]) - 48, 1_000_000)
            }
        }
        return sign * value
    }

    /// The nearest double; if digits were left out of the mantissa, the nearest to what is left.
    var double: Double {
        if let nearest = Self.nearest(mantissa, exponent, isNegative) { return nearest }
        let size = Double("\(mantissa)e\(exponent)") ?? 0
        return isNegative ? -size : size
    }

    /// What a number says: an int if it is written without point and exponent and fits, else the nearest double.
    ///
    /// - Parameter digits: by the grammar of JSON; checked before.
    static func value(_ digits: Span<UInt8>, isWhole: Bool) -> Value {
        if isWhole, let int = int(digits) { return Value(int) }
        let number = JSONNumber(digits)
        if number.isExact, let double = nearest(number.mantissa, number.exponent, number.isNegative) {
            return Value(double)
        }
        return Value(Double(String(utf8: digits)) ?? 0)
    }

    /// `nil` beyond 64 bits.
    private static func int(_ digits: Span<UInt8>) -> Int64? {
        let isNegative = digits[0] == UInt8(ascii: "-")
        var value: UInt64 = 0
        for index in (isNegative ? 1 : 0)..<digits.count {
            let digit = UInt64(digits[index] &- 48)
            if value > 922_337_203_685_477_580 { return nil }
            value = value &* 10 &+ digit
        }
        if isNegative { return value <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- value) : nil }
        return Int64(exactly: value)
    }

    /// Correctly rounded without allocation; `nil` if the exponent is too far from 0 for that.
    private static func nearest(_ mantissa: UInt64, _ exponent: Int, _ isNegative: Bool) -> Double? {
        guard -19...19 ~= exponent || mantissa == 0 else { return nil }
        let size: Double
        if mantissa == 0 {
            size = 0
        } else if mantissa <= 1 << 53 {
            size =
                exponent < 0
                ? Double(mantissa) / Double(tens[-exponent]) : Double(mantissa) * Double(tens[exponent])
        } else if exponent >= 0 {
            size = Double(UInt128(mantissa) * UInt128(tens[exponent]))
        } else {
            size = quotient(mantissa, tens[-exponent])
        }
        return isNegative ? -size : size
    }

    /// Divides with at least 64 bits, the lowest of which also stands for the rest, and rounds once.
    private static func quotient(_ dividend: UInt64, _ divisor: UInt64) -> Double {
        let shift = 64 + dividend.leadingZeroBitCount
        let (whole, rest) = (UInt128(dividend) << UInt128(shift)).quotientAndRemainder(
            dividingBy: UInt128(divisor))
        let sticky: UInt128 = rest == 0 ? 0 : 1
        return Double(sign: .plus, exponent: -shift, significand: Double(whole | sticky))
    }

    /// 1, 10, 100 … 10^19: as doubles they are exact too.
    private static let tens: [UInt64] = (0..<20).map { power in
        (0..<power).reduce(1) { product, _ in product * 10 }
    }
}
