import Barometer
import Foundation
import Testing

@testable import Footfall

/// The expressions and values are written by Tests/judges/cel.py, with cel-python as judge.
@Suite("An expression, judged by cel-python")
struct ExpressionJudgeTests {
    @Test("has the same value, or is an error too")
    func judged() throws {
        let lines = try Judged.lines("cel.tsv")
        var kit = try ExpressionKit(json: String(lines[0]))
        var wrong: [String] = []
        for line in lines.dropFirst() {
            let parts = line.split(separator: "\t", maxSplits: 1)
            let expected = parts[1] == "!" ? nil : try JSONSerialization.jsonObject(with: Data(parts[1].utf8))
            let value: Any? = try? kit.value(String(parts[0])).encoded(in: kit.workspace.document)
            if !same(value, expected) { wrong.append("\(line) <- \(String(describing: value))") }
        }
        #expect(wrong.isEmpty, "\(wrong.count) differ:\n\(wrong.prefix(40).joined(separator: "\n"))")
        #expect(lines.count > 12_000)
    }

    private func same(_ left: Any?, _ right: Any?) -> Bool {
        guard let left = left as? NSObject, let right = right as? NSObject else {
            return left == nil && right == nil
        }
        return left.isEqual(right)
    }
}

extension Value {
    /// As the judge writes it, such as `["int": "5"]`.
    func encoded(in document: Document) -> [String: Any] {
        switch kind {
        case .absent: ["absent": ""]
        case .null: ["null": ""]
        case .boolean: ["bool": "\(boolean)"]
        case .int: ["int": "\(int)"]
        case .uint: ["uint": "\(uint)"]
        case .double: ["double": String(format: "%016llx", double.bitPattern)]
        case .text: ["text": document.string(range)]
        case .bytes: ["bytes": hex(Array(document.bytes[range]))]
        case .timestamp: ["time": "\(int)"]
        case .duration: ["duration": "\(int)"]
        case .list: ["list": children(in: document).map { $0.value.encoded(in: document) }]
        case .table:
            [
                "map": Dictionary(
                    children(in: document).map { ($0.name, $0.value.encoded(in: document)) },
                    uniquingKeysWith: { $1 })
            ]
        }
    }

    private func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }

    private func children(in document: Document) -> [(name: String, value: Value)] {
        var found: [(String, Value)] = []
        var node = range.lowerBound
        while node < range.upperBound {
            found.append((document.string(document.name(of: node)), document.nodes[node].value))
            node = document.next(after: node)
        }
        return found
    }
}

/// Evaluates expressions over a context that is given as JSON.
struct ExpressionKit {
    var workspace = Workspace()
    var scope = Scope()
    private var variables: [(place: Int, value: Any)] = []

    /// The members become variables.
    init(json: String) throws {
        let context = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
        for (name, value) in context.sorted(by: { $0.key < $1.key }) {
            variables.append((scope.place(of: name) ?? scope.add(name), value))
        }
    }

    mutating func compile(_ text: String) throws -> Footfall.Expression {
        var constants = Document()
        let expression = try Expression(text, scope: scope, constants: &constants)
        begin(constants)
        return expression
    }

    mutating func value(_ text: String) throws -> Value {
        let expression = try compile(text)
        return try expression.evaluate(&workspace)
    }

    /// As the judge writes it; an error as `! code`.
    mutating func told(_ text: String) -> String {
        do {
            return Self.short(try value(text).encoded(in: workspace.document))
        } catch let refusal as Refusal {
            return "! \(refusal.code.rawValue)"
        } catch {
            return "\(error)"
        }
    }

    private static func short(_ value: [String: Any]) -> String {
        guard let (kind, content) = value.first else { return "" }
        guard let list = content as? [[String: Any]] else { return "\(kind) \(content)" }
        return "[\(list.map(short).joined(separator: ", "))]"
    }

    private mutating func begin(_ constants: Document) {
        workspace.begin(
            with: constants, variables: scope.names.count, received: EventTime(milliseconds: 0))
        for (place, value) in variables { workspace.variables[place] = add(value) }
    }

    private mutating func add(_ value: Any) -> Value {
        switch value {
        case let list as [Any]: return children(list.map { (0..<0, $0) }, isList: true)
        case let table as [String: Any]:
            let members = table.sorted { $0.key < $1.key }
            return children(members.map { (workspace.document.append($0.key), $0.value) }, isList: false)
        case let text as String: return workspace.document.text(text)
        case let number as NSNumber: return scalar(number)
        default: return .null
        }
    }

    private func scalar(_ number: NSNumber) -> Value {
        if isBoolean(number) { return Value(number.boolValue) }
        let isDouble = unsafe String(cString: number.objCType) == "d"
        return isDouble ? Value(number.doubleValue) : Value(number.int64Value)
    }

    private func isBoolean(_ number: NSNumber) -> Bool { unsafe String(cString: number.objCType) == "c" }

    private mutating func children(_ parts: [(Range<Int>, Any)], isList: Bool) -> Value {
        let values = parts.map { add($0.1) }
        let start = workspace.document.nodes.count
        for (part, value) in zip(parts, values) { workspace.document.add(value, named: part.0) }
        let range = start..<workspace.document.nodes.count
        return isList ? Value(list: range) : Value(table: range)
    }
}
