@testable import Footfall

extension JSONText {
    /// JSON with the same values, without space and in one way of writing; `nil` if it is not JSON.
    static func rewritten(_ bytes: [UInt8], interest: Interest = .all) -> [UInt8]? {
        var (reader, document) = (JSONReader(), Document())
        let base = document.append(bytes.span).lowerBound
        guard let value = try? reader.read(bytes.span, at: base, interest: interest, into: &document) else {
            return nil
        }
        return Array(written(value, document).utf8)
    }

    static func written(_ value: Value, _ document: Document) -> String {
        switch value.kind {
        case .absent: return ""
        case .boolean: return "\(value.boolean)"
        case .int: return "\(value.int)"
        case .double:
            if value.double.isFinite { return "\(value.double)" }
            return value.double < 0 ? "-1e999" : "1e999"
        case .text: return quoted(document.string(value.range))
        case .list, .table:
            var (node, parts) = (value.range.lowerBound, [String]())
            while node < value.range.upperBound {
                let child = written(document.nodes[node].value, document)
                let name = document.string(document.name(of: node))
                parts.append(value.kind == .list ? child : "\(quoted(name)):\(child)")
                node = document.next(after: node)
            }
            let inside = parts.joined(separator: ",")
            return value.kind == .list ? "[\(inside)]" : "{\(inside)}"
        default: return "null"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..<" ":
                quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
