import Foundation

/// A decoded payload while its meaning is guessed.
indirect enum DraftTree: Decodable {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([DraftTree])
    case table([String: DraftTree])

    init(from decoder: any Decoder) throws {
        if let table = try? decoder.container(keyedBy: Name.self) {
            var members: [String: DraftTree] = [:]
            for key in table.allKeys {
                members[key.stringValue] = try table.decode(DraftTree.self, forKey: key)
            }
            self = .table(members)
            return
        }
        if var list = try? decoder.unkeyedContainer() {
            var items: [DraftTree] = []
            while !list.isAtEnd { items.append(try list.decode(DraftTree.self)) }
            self = .list(items)
            return
        }
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let boolean = try? value.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else {
            self = .text(try value.decode(String.self))
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// A number, or a text that reads as one.
    var number: Double? {
        switch self {
        case .number(let number): number
        case .text(let text):
            Double(text.trimmingCharacters(in: .whitespacesAndNewlines)).flatMap { $0.isFinite ? $0 : nil }
        case .null, .boolean, .list, .table: nil
        }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }

    /// As a name would be written: of a text or a whole number.
    var name: String? {
        switch self {
        case .text(let text): text.isEmpty ? nil : text
        case .number(let number) where number == number.rounded() && abs(number) < 1e15: "\(Int64(number))"
        case .number, .null, .boolean, .list, .table: nil
        }
    }

    var isEmptyText: Bool { text?.isEmpty ?? false }
}

/// How the bytes of a payload are to be decoded, as far as they tell.
enum DraftDecoding: Hashable {
    case empty, json, senml, text, csv(separator: String), xml, binary
    /// `name|value|name|value`, in groups by `#`.
    case pairs
    /// `name=value;name=value`.
    case assignments(between: String, assign: String)
}

struct DraftPayload {
    let decoding: DraftDecoding
    let isZipped: Bool
    let tree: DraftTree

    init(_ payload: [UInt8]) {
        var bytes = payload
        isZipped = bytes.starts(with: [0x1F, 0x8B])
        if isZipped { bytes = Inflate.unfold(bytes, limit: 4 << 20) ?? [] }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        (decoding, tree) = Self.decode(bytes)
    }

    private static func decode(_ bytes: [UInt8]) -> (DraftDecoding, DraftTree) {
        guard !bytes.isEmpty else { return (.empty, .null) }
        guard let text = String(validating: bytes, as: UTF8.self),
            !text.unicodeScalars.contains(where: { $0.value < 9 })
        else { return (.binary, .null) }
        let body = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if body.hasPrefix("<") { return (.xml, DraftXML.read(bytes) ?? .null) }
        if let tree = try? JSONDecoder().decode(DraftTree.self, from: Data(bytes)) {
            switch tree {
            case .list(let items) where isSenML(items): return (.senml, tree)
            case .list, .table: return (.json, tree)
            case .null, .boolean, .number, .text: return (.text, tree.number == nil ? .text(body) : tree)
            }
        }
        if let assignments = assignments(body) { return assignments }
        if let table = csv(body) { return table }
        if let pairs = pairs(body) { return pairs }
        return (body.hasPrefix("{") || body.hasPrefix("[")) ? (.binary, .null) : (.text, .text(body))
    }

    /// RFC 8428: names that begin with those before them.
    private static func isSenML(_ items: [DraftTree]) -> Bool {
        guard case .table(let first)? = items.first else { return false }
        let hasValue = ["v", "s", "vs", "vb"].contains { first[$0] != nil }
        return first["n"] != nil && (hasValue || first["bn"] != nil) || first["bn"] != nil
    }

    private static func csv(_ body: String) -> (DraftDecoding, DraftTree)? {
        let lines = body.split(whereSeparator: \.isNewline)
        guard let header = lines.first else { return nil }
        for separator in [";", ",", "\t"] {
            let names = header.components(separatedBy: separator)
            guard names.count > 1, names.allSatisfy({ $0.contains(where: \.isLetter) && $0.count < 40 })
            else {
                continue
            }
            let rows = lines.dropFirst().map { line in
                DraftTree.table(
                    Dictionary(zip(names, line.components(separatedBy: separator).map(DraftTree.text))) { $1 }
                )
            }
            return (.csv(separator: separator), .list(rows))
        }
        return nil
    }

    /// `name=value;name=value` on one line.
    private static func assignments(_ body: String) -> (DraftDecoding, DraftTree)? {
        guard !body.contains(where: \.isNewline), !body.hasPrefix("{"), !body.hasPrefix("[") else {
            return nil
        }
        for (assign, between) in [("=", ";"), ("=", "&"), ("=", ","), (":", ";"), (":", ",")] {
            let items = body.components(separatedBy: between).filter { !$0.isEmpty }
                .map { $0.components(separatedBy: assign).map { $0.trimmingCharacters(in: .whitespaces) } }
            guard items.count > 1, items.allSatisfy({ $0.count == 2 && $0[0].contains(where: \.isLetter) })
            else {
                continue
            }
            let members = Dictionary(items.map { ($0[0], DraftTree.text($0[1])) }) { $1 }
            return (.assignments(between: between, assign: assign), .table(members))
        }
        return nil
    }

    /// `name|value|name|value`, in groups by `#`, each perhaps with a time in front.
    private static func pairs(_ body: String) -> (DraftDecoding, DraftTree)? {
        guard body.contains("|") else { return nil }
        let groups = body.components(separatedBy: "#").map { group in
            var items = group.components(separatedBy: "|")
            var members: [String: DraftTree] = [:]
            if items.count % 2 == 1 { members["time"] = .text(items.removeFirst()) }
            for index in stride(from: 0, to: items.count - 1, by: 2) {
                members[items[index]] = .text(items[index + 1])
            }
            return DraftTree.table(members)
        }
        return (.pairs, .list(groups))
    }
}
