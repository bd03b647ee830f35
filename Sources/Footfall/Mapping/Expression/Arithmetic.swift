/// Numbers, times and durations, as CEL computes with them.
enum Arithmetic {
    typealias Kind = Expression.Step.Kind

    static func negate(_ value: Value) throws(Refusal) -> Value {
        switch value.kind {
        case .int:
            guard value.int != .min else { throw overflow }
            return Value(-value.int)
        case .double: return Value(-value.double)
        case .duration:
            guard value.int != .min else { throw overflow }
            return Value(duration: -value.int)
        default: throw .badType("expected an int, a double or a duration after '-', got \(value.kind.noun)")
        }
    }

    static func compute(_ kind: Kind, _ left: Value, _ right: Value) throws(Refusal) -> Value {
        switch (left.kind, right.kind) {
        case (.int, .int): return Value(try whole(kind, left.int, right.int))
        case (.uint, .uint): return Value(uint: try whole(kind, left.uint, right.uint))
        case (.double, .double), (.double, .int), (.double, .uint), (.int, .double), (.uint, .double):
            return Value(try fraction(kind, double(left), double(right)))
        case (.timestamp, .duration), (.duration, .timestamp), (.duration, .duration),
            (.timestamp, .timestamp):
            return try time(kind, left, right)
        default: throw mismatch(left, right)
        }
    }

    static let overflow = Refusal.outOfRange("a number beyond 64 bits")

    static func mismatch(_ left: Value, _ right: Value) -> Refusal {
        .badType("no operation for \(left.kind.noun) and \(right.kind.noun)")
    }

    private static func whole<Number: FixedWidthInteger>(
        _ kind: Kind, _ left: Number, _ right: Number
    ) throws(Refusal) -> Number {
        let (result, isOver): (Number, Bool)
        switch kind {
        case .add: (result, isOver) = left.addingReportingOverflow(right)
        case .subtract: (result, isOver) = left.subtractingReportingOverflow(right)
        case .multiply: (result, isOver) = left.multipliedReportingOverflow(by: right)
        default:
            if right == 0 { throw .outOfRange("division by zero") }
            (result, isOver) =
                kind == .divide
                ? left.dividedReportingOverflow(by: right)
                : left.remainderReportingOverflow(dividingBy: right)
        }
        if isOver { throw overflow }
        return result
    }

    private static func fraction(_ kind: Kind, _ left: Double, _ right: Double) throws(Refusal) -> Double {
        switch kind {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .divide: return left / right
        default: throw .badType("expected ints around '%', got a double")
        }
    }

    private static func time(_ kind: Kind, _ left: Value, _ right: Value) throws(Refusal) -> Value {
        guard kind == .add || kind == .subtract else { throw mismatch(left, right) }
        let result = try whole(kind, left.int, right.int)
        switch (kind, left.kind, right.kind) {
        case (.add, .timestamp, .timestamp), (.subtract, .duration, .timestamp): throw mismatch(left, right)
        case (_, .duration, .duration), (_, .timestamp, .timestamp): return Value(duration: result)
        default: return try ExpressionTime.checked(result)
        }
    }

    // MARK: Conversions

    static func double(_ value: Value) -> Double {
        switch value.kind {
        case .int: Double(value.int)
        case .uint: Double(value.uint)
        default: value.double
        }
    }

    /// An int or a uint as the place in a list; any that is too large is beyond the end.
    static func wholeIndex(_ value: Value) -> Int? {
        switch value.kind {
        case .int: Int(value.int)
        case .uint: Int(clamping: value.uint)
        default: nil
        }
    }

    static func int(_ double: Double) throws(Refusal) -> Int64 {
        guard let value = Int64(exactly: double.rounded(.towardZero)) else { throw overflow }
        return value
    }

    static func uint(_ double: Double) throws(Refusal) -> UInt64 {
        guard let value = UInt64(exactly: double.rounded(.towardZero)) else { throw overflow }
        return value
    }

    // MARK: Order

    /// Below 0, 0 or above 0; `nil` if one is not a number.
    static func order(_ left: Value, _ right: Value) -> Int? {
        switch (left.kind, right.kind) {
        case (.int, .int): order(left.int, right.int)
        case (.uint, .uint): order(left.uint, right.uint)
        case (.int, .uint): left.int < 0 ? -1 : order(UInt64(left.int), right.uint)
        case (.uint, .int): right.int < 0 ? 1 : order(left.uint, UInt64(right.int))
        case (.double, .double):
            left.double.isNaN || right.double.isNaN ? nil : order(left.double, right.double)
        case (.double, _): order(right, left).map { -$0 }
        default: order(left, toDouble: right.double)
        }
    }

    static func order<Number: Comparable>(_ left: Number, _ right: Number) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }

    /// Exactly, also where a double is too coarse for the whole number.
    private static func order(_ left: Value, toDouble right: Double) -> Int? {
        if right.isNaN { return nil }
        if right >= 18_446_744_073_709_551_616 { return -1 }
        if right < -9_223_372_036_854_775_808 { return 1 }
        let cut = right.rounded(.towardZero)
        let whole = cut < 0 ? Value(Int64(cut)) : Value(uint: UInt64(cut))
        let order = order(left, whole)
        return order == 0 ? self.order(cut, right) : order
    }
}
