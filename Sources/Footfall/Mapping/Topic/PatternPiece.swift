/// A part of a `NamePattern`.
enum PatternPiece: Hashable, Sendable {
    case literal([UInt8])
    case capture(Part)

    /// What a capture takes.
    enum Part: Hashable, Sendable {
        /// One or more characters.
        case any
        /// `[0-9]+`
        case digits
        /// `in|out`: the first that stands there.
        case words([[UInt8]])
        /// A regular expression.
        case regex(String)
        /// `#`: one or more levels.
        case levels

        init(_ text: String) {
            let words = text.split(separator: "|", omittingEmptySubsequences: false)
            switch text {
            case "[0-9]+", "\\d+": self = .digits
            case "#": self = .levels
            case _ where words.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(Self.isPlain) }:
                self = .words(words.map { Array($0.utf8) })
            default: self = .regex(text)
            }
        }

        /// Stands for itself in every regular expression.
        private static func isPlain(_ byte: UInt8) -> Bool {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }

        /// As a regular expression.
        var text: String {
            switch self {
            case .any: "(?s:.)+?"
            case .digits: "[0-9]+"
            case .words(let words): words.map { String(utf8: $0.span) }.joined(separator: "|")
            case .regex(let text): text
            case .levels: "(?s:.)+"
            }
        }
    }

    var literal: [UInt8]? {
        guard case .literal(let bytes) = self else { return nil }
        return bytes
    }

    var part: Part? {
        guard case .capture(let part) = self else { return nil }
        return part
    }
}
