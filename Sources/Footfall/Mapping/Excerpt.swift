/// What may be kept of a refused message: its shape.
///
/// No text is in it, no long number, and of each list only the first element: no radio's address, image or
/// track gets through.
enum Excerpt {
    static let maxLength = 300

    /// A topic without the levels in which an address could stand.
    static func topic(_ topic: Span<UInt8>) -> String {
        String(utf8: topic).split(separator: "/", omittingEmptySubsequences: false).map { level in
            hasAddress(level) ? "…(\(level.utf8.count))" : String(level)
        }.joined(separator: "/")
    }

    /// Twelve hexadecimal digits, with signs between them or not.
    private static func hasAddress(_ level: Substring) -> Bool {
        var run = 0
        for byte in level.utf8 {
            switch byte {
            case 48...57, 65...70, 97...102: run += 1
            case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): continue
            default: run = 0
            }
            if run == 12 { return true }
        }
        return false
    }

    /// - Returns: at most 300 characters; `<n bytes>` if the payload is not JSON.
    static func of(_ payload: Span<UInt8>) -> String {
        var (reader, nothing) = (JSONReader(), Document())
        do {
            _ = try reader.read(payload, at: 0, interest: Interest([]), into: &nothing)
        } catch {
            return "<\(payload.count) bytes>"
        }
        var shape = Shape(position: payload.startsWithByteOrderMark ? 3 : 0)
        shape.value(payload, isShown: true)
        guard shape.output.count > maxLength else { return shape.output }
        return String(shape.output.prefix(maxLength - 1)) + "…"
    }
}

/// Walks over JSON that was checked before.
private struct Shape {
    var position: Int
    var output = ""

    mutating func value(_ bytes: Span<UInt8>, isShown: Bool, inList: Bool = false) {
        skipSpace(bytes)
        switch bytes[position] {
        case UInt8(ascii: "{"): table(bytes, isShown: isShown)
        case UInt8(ascii: "["): list(bytes, isShown: isShown)
        case UInt8(ascii: "\""):
            let range = text(bytes)
            write("\"…(\(range.count))\"", isShown)
        default:
            let start = position
            while position < bytes.count, isWord(bytes[position]) { position += 1 }
            write(Self.word(bytes.extracting(start..<position), inList: inList), isShown)
        }
    }

    private mutating func write(_ text: String, _ isShown: Bool) {
        if isShown, output.utf8.count <= Excerpt.maxLength * 4 { output += text }
    }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
    }

    /// Past a sign; says whether it stood there.
    private mutating func take(_ scalar: Unicode.Scalar, _ bytes: Span<UInt8>) -> Bool {
        skipSpace(bytes)
        guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func table(_ bytes: Span<UInt8>, isShown: Bool) {
        position += 1
        write("{", isShown)
        var isFirst = true
        while !take("}", bytes) {
            if !isFirst { _ = take(",", bytes) }
            write(isFirst ? "" : ",", isShown)
            isFirst = false
            skipSpace(bytes)
            let name = text(bytes)
            write("\"\(Self.key(bytes.extracting(name)))\":", isShown)
            _ = take(":", bytes)
            value(bytes, isShown: isShown)
        }
        write("}", isShown)
    }

    private mutating func list(_ bytes: Span<UInt8>, isShown: Bool) {
        position += 1
        write("[", isShown)
        var elements = 0
        while !take("]", bytes) {
            if elements > 0 { _ = take(",", bytes) }
            value(bytes, isShown: isShown && elements == 0, inList: true)
            elements += 1
        }
        write(elements > 1 ? ",…(\(elements))]" : "]", isShown)
    }

    /// The place of what is between the quotes.
    private mutating func text(_ bytes: Span<UInt8>) -> Range<Int> {
        position += 1
        let start = position
        while bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        position += 1
        return start..<position - 1
    }

    private func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// true, false, null or a number. An address can be written as a number of 11 to 15 digits, and a track as
    /// a list of numbers.
    private static func word(_ word: Span<UInt8>, inList: Bool) -> String {
        let isNumber = word[0] < 65
        if isNumber, inList { return "0" }
        guard isNumber, word.count > 10 else { return String(utf8: word) }
        return String(utf8: word.extracting(0..<4)) + "…(\(word.count))"
    }

    /// A member's name, unless it could be an address or speaks of more than a field.
    private static func key(_ name: Span<UInt8>) -> String {
        var (hexDigits, digits, capitals) = (0, 0, 0)
        for index in name.indices {
            if (65...90).contains(name[index]) { capitals += 1 }
            switch name[index] {
            case 48...57: (hexDigits, digits) = (hexDigits + 1, digits + 1)
            case 65...70, 97...102: hexDigits += 1
            case 71...90, 103...122, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: ":"), UInt8(ascii: "$"), UInt8(ascii: "@"), UInt8(ascii: " "):
                break
            default: return "…(\(name.count))"
            }
        }
        let isHash = name.count >= 16 && digits > 0 && capitals > 2
        let isAddress = digits >= 6 || hexDigits >= 12 || isHash
        return isAddress || name.count > 40 ? "…(\(name.count))" : String(utf8: name)
    }
}
