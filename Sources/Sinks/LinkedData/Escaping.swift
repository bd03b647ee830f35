/// Texts and addresses as Turtle and N-Quads have them.
enum Escaping {
    /// A literal with its quotation marks.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0"..<" ", "\u{7F}":
                result += "\\u00" + hexadecimal(UInt8(truncatingIfNeeded: scalar.value))
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// An address between angle brackets.
    static func bracketed(_ text: String) -> String { "<" + address(text) + ">" }

    /// An address in which what may not stand in one is percent-encoded.
    static func address(_ address: String) -> String {
        var result = ""
        for scalar in address.unicodeScalars {
            switch scalar {
            case "\0"..."\u{20}", "\u{7F}"..."\u{9F}", "<", ">", "\"", "{", "}", "|", "\\", "^", "`":
                result += String(scalar).utf8.map(percent).joined()
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func percent(_ byte: UInt8) -> String { "%" + hexadecimal(byte) }

    /// Two digits.
    static func hexadecimal(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return text.utf8.count < 2 ? "0" + text : text
    }
}
