/// A singular OldPath (RFC 9535): it selects at most one value.
struct OldPath: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case member(String)
        case element(Int)
    }

    /// As written.
    let text: String
    let steps: [Step]

    init(_ text: String) throws(Mistake) {
        var reader = PathReader(text)
        self.text = text
        steps = try reader.steps()
    }

    /// What is wrong with a path, and where: `character` counts from 1.
    struct Mistake: Error {
        let character: Int
        let expected: String
    }
}

/// Walks over a path's scalars.
private struct PathReader {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func steps() throws(OldPath.Mistake) -> [OldPath.Step] {
        guard take("$") else { throw mistake("'$' at the start of a path") }
        var steps: [OldPath.Step] = []
        while position < scalars.count {
            if take(".") {
                steps.append(.member(try shorthand()))
            } else if take("[") {
                steps.append(try bracket())
            } else {
                throw mistake("'.name', '[0]' or the end")
            }
        }
        return steps
    }

    private func mistake(_ expected: String) -> OldPath.Mistake {
        OldPath.Mistake(character: position + 1, expected: expected)
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard position < scalars.count, scalars[position] == scalar else { return false }
        position += 1
        return true
    }

    private mutating func shorthand() throws(OldPath.Mistake) -> String {
        var name = String.UnicodeScalarView()
        while position < scalars.count, isName(scalars[position], first: name.isEmpty) {
            name.append(scalars[position])
            position += 1
        }
        guard !name.isEmpty else { throw mistake("a member's name; a path leads to one value") }
        if position < scalars.count, scalars[position] != ".", scalars[position] != "[" {
            throw mistake("letters, digits or '_'; write other names as $['a-b']")
        }
        return String(name)
    }

    private func isName(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "_": true
        case "0"..."9": !first
        default: scalar.value >= 0x80
        }
    }

    private mutating func bracket() throws(OldPath.Mistake) -> OldPath.Step {
        while take(" ") {}
        let step: OldPath.Step
        if take("'") {
            step = .member(try quoted(until: "'"))
        } else if take("\"") {
            step = .member(try quoted(until: "\""))
        } else {
            step = .element(try index())
        }
        while take(" ") {}
        guard take("]") else { throw mistake("']'; a path leads to one value") }
        return step
    }

    private mutating func index() throws(OldPath.Mistake) -> Int {
        let start = position
        var value = 0
        while position < scalars.count, ("0"..."9").contains(scalars[position]), position - start < 9 {
            value = value * 10 + Int(scalars[position].value) - 48
            position += 1
        }
        guard position > start else { throw mistake("a quoted name or a number from 0 on") }
        guard position - start == 1 || scalars[start] != "0" else {
            throw mistake("a number without leading zeros")
        }
        return value
    }

    private mutating func quoted(until quote: Unicode.Scalar) throws(OldPath.Mistake) -> String {
        var name = String.UnicodeScalarView()
        while position < scalars.count, scalars[position] != quote {
            name.append(take("\\") ? try escape() : scalars[position])
            position += 1
        }
        guard take(quote) else { throw mistake("a closing \(quote)") }
        return String(name)
    }

    private mutating func escape() throws(OldPath.Mistake) -> Unicode.Scalar {
        guard position < scalars.count else { throw mistake("an escaped character") }
        switch scalars[position] {
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "'", "\"", "\\", "/": return scalars[position]
        case "u":
            let digits = String(String.UnicodeScalarView(scalars[(position + 1)...].prefix(4)))
            guard digits.utf8.count == 4, let code = UInt32(digits, radix: 16), digits.first != "+",
                let scalar = Unicode.Scalar(code)
            else { throw mistake("four hexadecimal digits of a character") }
            position += 4
            return scalar
        default: throw mistake("one of ' \" \\ / b f n r t u after a backslash")
        }
    }
}
