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

    var isZero: Bool { mantissa == 0 }

    /// No fraction: 12.0 and 1.2e1 are whole.
    var isWhole: Bool {
        if mantissa == 0 { return true }
        guard isExact else { return false }
        var (rest, places) = (mantissa, exponent)
        while places < 0 {
            guard rest % 10 == 0 else { return false }
            rest /= 10
            places += 1
        }
        return true
    }

    /// The number times ten to `power`, with its fraction cut off; `nil` beyond 10^15.
    func whole(power: Int = 0) -> Int64? {
        if mantissa == 0 { return 0 }
        var (value, places) = (mantissa, exponent + power)
        while places < 0, value > 0 {
            value /= 10
            places += 1
        }
        while places > 0 {
            guard value <= 1_000_000_000_000_000 else { return nil }
            value *= 10
            places -= 1
        }
        guard value <= 1_000_000_000_000_000 else { return nil }
        return isNegative ? -Int64(value) : Int64(value)
    }

    /// The nearest double for up to 15 digits and small exponents, else within a few units in the last place.
    var double: Double {
        var value = Double(mantissa)
        var places = exponent
        if mantissa == 0 || places < -400 { return 0 }
        if places > 400 { return .infinity }
        while places > 0 {
            let step = min(places, 22)
            value *= Self.powers[step]
            places -= step
        }
        while places < 0 {
            let step = min(-places, 22)
            value /= Self.powers[step]
            places += step
        }
        return isNegative ? -value : value
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
        1e19, 1e20, 1e21, 1e22,
    ]
}
