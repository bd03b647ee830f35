extension Expression {
    /// What an expression can call.
    enum Function: String, CaseIterable, Sendable {
        case size, int, uint, double, string, bool, bytes, timestamp, duration
        case matches, startsWith, endsWith, contains
        case getFullYear, getMonth, getDate, getDayOfMonth, getDayOfWeek, getDayOfYear
        case getHours, getMinutes, getSeconds, getMilliseconds
        case capture, lookup, parseTime, bits, sum, min, max, seconds
        case slice, upper, lower, trim, split, replace, hex, number, round, floor, ceil, abs

        /// How many arguments, with the one before the point.
        var arity: ClosedRange<Int> {
            switch self {
            case .matches, .startsWith, .endsWith, .contains, .split: 2...2
            case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getHours,
                .getMinutes, .getSeconds, .getMilliseconds:
                1...2
            case .capture, .parseTime, .bits, .replace: 3...3
            case .lookup, .slice: 2...3
            case .min, .max: 1...20
            default: 1...1
            }
        }

        /// As `x.f()`, and not as `f(x)`.
        var isMethodOnly: Bool {
            switch self {
            case .startsWith, .endsWith, .contains: true
            default: isGetter
            }
        }

        /// As `f(x)`, and not as `x.f()`.
        var isFunctionOnly: Bool {
            switch self {
            case .int, .uint, .double, .string, .bool, .bytes, .timestamp, .duration: true
            default: false
            }
        }

        var isGetter: Bool { arity == 1...2 }

        /// What its first argument can be; empty for anything.
        var takes: [Value.Kind] {
            switch self {
            case .size: [.text, .bytes, .list, .table]
            case .int: [.int, .uint, .double, .text, .timestamp]
            case .uint, .double: [.int, .uint, .double, .text]
            case .string: [.text, .int, .uint, .double, .boolean, .bytes, .timestamp, .duration]
            case .bool: [.boolean, .text]
            case .bytes: [.bytes, .text]
            case .timestamp: [.timestamp, .text, .int]
            case .duration: [.duration, .text]
            case .getHours, .getMinutes, .getSeconds, .getMilliseconds: [.timestamp, .duration]
            case .matches, .startsWith, .endsWith, .contains, .capture, .parseTime, .slice, .upper, .lower,
                .trim, .split, .replace:
                [.text]
            case .bits: [.bytes, .int]
            case .hex: [.bytes]
            case .number: [.text, .int, .uint, .double]
            case .seconds: [.int, .double]
            case .lookup: [.table]
            case .sum: [.list]
            case .round, .floor, .ceil, .abs: [.int, .uint, .double]
            default: isGetter ? [.timestamp] : []
            }
        }

        /// What its other arguments can be.
        var takesNext: [Value.Kind] {
            switch self {
            case .startsWith, .endsWith, .contains, .split, .replace: [.text]
            case .bits, .slice: [.int]
            default: isGetter ? [.text] : []
            }
        }

        /// What it gives; `nil` if that depends.
        var gives: Value.Kind? {
            switch self {
            case .size, .int, .bits: .int
            case .uint: .uint
            case .double: .double
            case .string, .slice, .upper, .lower, .trim, .replace, .hex: .text
            case .bytes: .bytes
            case .timestamp, .parseTime: .timestamp
            case .duration, .seconds: .duration
            case .bool, .matches, .startsWith, .endsWith, .contains: .boolean
            case .split: .list
            default: isGetter ? .int : nil
            }
        }
    }
}

extension Value.Kind {
    /// In a sentence.
    var noun: String {
        switch self {
        case .absent: "nothing"
        case .null: "null"
        case .boolean: "a bool"
        case .int: "an int"
        case .uint: "a uint"
        case .double: "a double"
        case .text: "a text"
        case .bytes: "bytes"
        case .timestamp: "a timestamp"
        case .duration: "a duration"
        case .list: "a list"
        case .table: "a map"
        }
    }
}
