/// Markup. What is written in this program stands as it is; a text that is put in is escaped, so none can become markup.
struct HTML: ExpressibleByStringInterpolation, Hashable {
    let text: String

    static let nothing: HTML = ""

    init(stringLiteral text: String) {
        self.text = text
    }

    init(stringInterpolation parts: StringInterpolation) {
        text = parts.text
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }

        mutating func appendInterpolation(_ text: String) { self.text += HTML.escaped(text) }

        mutating func appendInterpolation(_ number: Int) { text += String(number) }

        /// A coordinate, to a tenth.
        mutating func appendInterpolation(_ number: Double) { text += number.text(1) }

        mutating func appendInterpolation(_ html: HTML) { text += html.text }

        mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { text += part.text } }
    }

    /// Well-formed in HTML and in XML, in a text and in an attribute.
    private static func escaped(_ text: String) -> String {
        var safe = ""
        for letter in text.unicodeScalars {
            switch letter {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "\t", "\n": safe += " "
            case "\u{0}"..<" ", "\u{7f}"..."\u{9f}", "\u{fffe}", "\u{ffff}": break
            default: safe.unicodeScalars.append(letter)
            }
        }
        return safe
    }
}
