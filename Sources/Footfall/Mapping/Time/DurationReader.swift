/// Adds up the parts of a duration.
struct DurationReader {
    var cursor = DigitCursor()
    private(set) var microseconds: Int64 = 0
    /// How many parts were read.
    private(set) var parts = 0
    /// A part with a fraction is the last.
    private var isClosed = false

    /// Takes `1.5H`, if a number with that letter is what comes next.
    ///
    /// - Returns: `false` when it is a number with that letter that cannot be.
    mutating func take(_ letter: UInt8, _ seconds: Int64, _ text: Span<UInt8>) -> Bool {
        var next = cursor
        guard let whole = next.number(1, 9, in: text) else { return true }
        var fraction = 0
        let hasFraction = next.skip(UInt8(ascii: "."), in: text) || next.skip(UInt8(ascii: ","), in: text)
        if hasFraction {
            guard let millionths = next.millionths(in: text) else { return false }
            fraction = millionths
        }
        guard next.skip(letter: letter, in: text) else { return true }
        guard !isClosed else { return false }
        cursor = next
        isClosed = hasFraction
        return add(Int64(whole) * 1_000_000 + Int64(fraction), times: seconds)
    }

    /// Takes `30m`, if a number with that unit is what comes next.
    mutating func take(unit: StaticString, _ microseconds: Int64, _ text: Span<UInt8>) -> Bool {
        var next = cursor
        guard let number = next.number(1, 9, in: text) else { return true }
        for index in 0..<unit.utf8CodeUnitCount {
            guard unsafe next.skip(unit.utf8Start[index], in: text) else { return true }
        }
        // `5m` begins `5ms` too.
        if let byte = next.peek(text), !byte.isDigit { return true }
        cursor = next
        return add(Int64(number), times: microseconds)
    }

    private mutating func add(_ number: Int64, times factor: Int64) -> Bool {
        let (product, isTooMuch) = number.multipliedReportingOverflow(by: factor)
        let (sum, overflow) = microseconds.addingReportingOverflow(product)
        microseconds = sum
        parts += 1
        return !isTooMuch && !overflow
    }
}
