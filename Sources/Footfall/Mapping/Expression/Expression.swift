/// A computed value: the subset of CEL that docs/mapping.md lists, compiled once and evaluated for each message.
///
/// The meaning is CEL's, with these additions:
/// - in arithmetic an int or uint beside a double becomes a double; int beside uint is an error, as in CEL;
/// - keys of maps are texts, and an int as key stands for its decimal digits;
/// - `has(a.b.c)` and `has(a['b'])` are false, not an error, if something before the last part is missing or null.
///
/// `&&` and `||` give an answer whenever one side decides it, whatever the other side is. Times know microseconds.
final class Expression: Sendable {
    /// One step; children are places in `steps`.
    struct Step: Sendable {
        enum Kind: UInt8, Sendable {
            case constant, variable, member, has, hasKey, index
            case not, negate, and, or, choose
            case add, subtract, multiply, divide, remainder
            case equal, unequal, less, lessOrEqual, greater, greaterOrEqual, isIn
            /// Children: `b` places of `arguments` from `a`.
            case call, list, table
            /// Over the elements of `a`, as variable `place`: `b` for each, and `c` if it is not -1.
            case all, exists, existsOne, filter, map
        }

        var kind: Kind
        var function = Function.size
        /// Of a call: the kinds that its first argument can be, a bit each.
        var takes: UInt16 = .max
        var a: Int32 = -1
        var b: Int32 = -1
        /// Of a call with a pattern: the place among `regexes`, or `clocks`.
        var c: Int32 = -1
        var place: Int32 = -1
        /// A constant, or a member's name.
        var value = Value.null
    }

    /// How `parseTime` reads a text.
    struct Clock: Sendable {
        enum Zone: Sendable {
            case city(CityClock)
            /// Microseconds east of UTC.
            case offset(Int64)
        }

        let format: TimeFormat
        let zone: Zone
    }

    /// As it is written, for people.
    let text: String
    let steps: [Step]
    let arguments: [Int32]
    let regexes: [Regex]
    let clocks: [Clock]
    private let root: Int
    /// The variables that it reads.
    let places: Set<Int>
    /// What it looks at below them.
    let wants: [(variable: Int, want: Interest.Want)]

    init(_ text: String, scope: Scope, constants: inout Document) throws(Mistake) {
        self.text = text
        var parser = try ExpressionParser(text, scope: scope, constants: constants)
        root = try parser.parse()
        constants = parser.constants
        (steps, arguments) = (parser.steps, parser.arguments)
        (regexes, clocks) = (parser.regexes, parser.clocks)
        var reader = ExpressionWants(parser: parser, variables: scope.names.count)
        reader.read(root)
        (places, wants) = (reader.places, reader.wants)
    }

    /// - Throws: a refusal that tells no value of the message.
    func evaluate(_ workspace: inout Workspace) throws(Refusal) -> Value {
        workspace.stack.removeAll(keepingCapacity: true)
        return try value(root, &workspace)
    }
}
