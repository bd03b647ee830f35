import Barometer
import Testing

@testable import Footfall

/// Compiles 'decode' and shows what comes of payloads.
enum Decoding {
    /// "ok:" unfolds to what follows, all else that looks zipped is broken.
    static let host = DecodeHost { input, limit in
        let output = Array(input.dropFirst(2))
        return input.first == 0x1F && output.count <= limit ? output : nil
    }

    static func compile(_ node: Node?) -> (plan: DecodePlan?, problems: [Problem]) {
        var constants = Document()
        return compile(node, &constants)
    }

    static func compile(
        _ node: Node?, _ constants: inout Document
    ) -> (plan: DecodePlan?, problems: [Problem]) {
        var (scope, problems) = (Scope(), [Problem]())
        let plan = DecodePlan.compile(
            node, key: "decode", host: host, scope: &scope, constants: &constants, problems: &problems)
        return (plan, problems)
    }

    /// The payload as JSON, then what `as` bound; or the code of the refusal.
    static func run(_ node: Node?, _ payload: [UInt8]) throws -> String {
        var constants = Document()
        let (plan, problems) = compile(node, &constants)
        return run(try #require(plan, "\(problems)"), payload, constants)
    }

    static func run(_ plan: DecodePlan, _ payload: [UInt8], _ constants: Document = Document()) -> String {
        var workspace = Workspace()
        let first = Scope.everywhere.count
        workspace.begin(
            with: constants, variables: first + plan.names.count,
            received: EventTime("2026-03-14T09:30:05Z") ?? EventTime(seconds: 0))
        do throws(Refusal) {
            try plan.decode(payload.span, interest: .all, into: &workspace)
            let shown = [workspace.variables[Scope.payload]] + workspace.variables[first...]
            guard workspace.document.nodes.count <= Limits.nodes else { return "too many nodes" }
            return shown.map { show($0, workspace.document) }.joined(separator: " ")
        } catch {
            return error.code.rawValue
        }
    }

    static func show(_ value: Value, _ document: Document) -> String {
        switch value.kind {
        case .absent: return "absent"
        case .null: return "null"
        case .boolean: return "\(value.boolean)"
        case .int, .timestamp, .duration: return "\(value.int)"
        case .uint: return "\(value.uint)u"
        case .double: return "\(value.double)"
        case .text: return "'\(document.string(value.range))'"
        case .bytes: return "<\(hex(Array(document.bytes[value.range])))>"
        case .list: return "[\(children(value, document).map(\.1).joined(separator: ","))]"
        case .table:
            return "{\(children(value, document).map { "\($0.0):\($0.1)" }.joined(separator: ","))}"
        }
    }

    private static func children(_ value: Value, _ document: Document) -> [(String, String)] {
        var (node, all) = (value.range.lowerBound, [(String, String)]())
        while node < value.range.upperBound {
            all.append((document.string(document.name(of: node)), show(document.nodes[node].value, document)))
            node = document.next(after: node)
        }
        return all
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func bytes(_ hex: String) -> [UInt8] { Hex.bytes(Array(hex.utf8).span) ?? [] }
}
