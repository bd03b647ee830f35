import TestKit
import Testing

@testable import Footfall

@Suite("JSON") struct JSONTests {
    /// Reads all of it; `nil` if it is refused.
    static func read(_ payload: [UInt8]) -> (value: Value, document: Document)? {
        var document = Document()
        var reader = JSONReader()
        let base = document.append(payload.span).lowerBound
        let value = try? reader.read(payload.span, at: base, interest: .all, into: &document)
        return value.map { ($0, document) }
    }

    static func found(_ payload: [UInt8], _ path: String) throws -> String? {
        let (root, document) = try #require(read(payload))
        let value = try JSONPath(path).value(in: document, from: root)
        return switch value.kind {
        case .absent: nil
        case .int: "\(value.int)"
        default: document.string(value.range)
        }
    }

    static let good = [
        "0", "-0", "1e9", "1E+2", "0.5e-3", "true", " null\n", "\"\"", "[]", "{}", "[1,2]", "{\"\":0}",
        #""\"\\\/\b\f\n\r\t\u0000\ud83d\ude00""#, "\"\u{7F}€😀\"", "\u{FEFF}[]", "[[[[[]]]]]",
        String(repeating: "[", count: 32) + String(repeating: "]", count: 32), #"{"a":1,"a":2}"#,
    ]
    static let bad = [
        "", " ", "01", "+1", "-", "1.", ".5", "1e", "1e+", "0x1", "NaN", "Infinity", "tru", "TRUE", "nul",
        "'a'", "\"", "\"a", "\"\\", #""\x""#, #""\u12""#, #""\u12G4""#, #""\ud83d""#, #""\ude00""#,
        #""\ud83d\u0041""#, #""\ud83dx""#, "\"a\nb\"", "\"\t\"", "\"\u{0}\"", "[", "]", "[1", "[1,", "[1,]",
        "[,1]", "[1 2]", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}", "{1:1}",
        "{\"a\" 1}",
        "{\"a\":1]", "[1}", "1 2", "{}x", "[]\u{0}", "\u{FEFF}", "\u{FEFF}\u{FEFF}1", "/*c*/1", "1\u{C}",
        "\u{A0}1", String(repeating: "[", count: 33) + String(repeating: "]", count: 33),
        String(repeating: "{\"a\":", count: 100_000), "--1", "1.2.3", "1e5.2", "-a", "true1",
    ]

    @Test("is taken when it is right", arguments: good)
    func right(text: String) { #expect(Self.read(Array(text.utf8)) != nil) }

    @Test("is refused when it is wrong", arguments: bad)
    func wrong(text: String) { #expect(Self.read(Array(text.utf8)) == nil) }

    static let notUTF8: [[UInt8]] = [
        [0x80], [0xC0, 0xAF], [0xC1, 0x81], [0xC3], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
        [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3, 0x28],
    ]

    @Test("is UTF-8 and nothing else", arguments: notUTF8)
    func encoding(bytes: [UInt8]) {
        let payload = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        #expect(Self.read(payload) == nil)
        let isUTF8 = payload.span.isUTF8
        #expect(!isUTF8)
    }

    static let values: [(String, String, String?)] = [
        (#"{"a":{"b":1}}"#, "$.a.b", "1"), (#"{"a":1,"a":2}"#, "$.a", "2"),
        (#"{"a":{"b":1},"a":{}}"#, "$.a.b", nil), (#"{"a":{"b":1},"a":3}"#, "$.a.b", nil),
        (#"{"\u0061":"\u20ac\ud83d\ude00"}"#, "$.a", "€😀"), (#"{"a b":[0,{"c":"x"}]}"#, "$['a b'][1].c", "x"),
        (#"[5,6]"#, "$[1]", "6"), (#"[5,6]"#, "$[2]", nil), (#"{"0":1}"#, "$[0]", nil), ("7", "$", "7"),
        (#"{"a":[{"x":1}],"b":{"x":2}}"#, "$.b.x", "2"), (#"{"in":1,"inn":2}"#, "$.in", "1"),
        (#"{"é":3}"#, "$.é", "3"), (#"{"'":3}"#, #"$['\'']"#, "3"),
    ]

    @Test("gives the value that a path leads to", arguments: values)
    func value(payload: String, path: String, value: String?) throws {
        #expect(try Self.found(Array(payload.utf8), path) == value)
    }

    @Test("of any bytes is read or refused, and no more")
    func fuzz() {
        var door = Door(.gate)
        var random = Chance(seed: 1)
        let seeds = [MappingTests.minute, #"{"in":[1,{"a":"\ud83d\ude00"}],"ts":-1.5e3,"out":null}"#]
        for round in 0..<20_000 {
            var bytes = round % 4 == 0 ? [] : Array(seeds[round % 2].utf8)
            if bytes.isEmpty {
                bytes = (0..<random.below(60)).map { _ in UInt8(random.below(256)) }
            }
            for _ in 0..<random.below(6) where !bytes.isEmpty {
                bytes[random.below(bytes.count)] = UInt8(random.below(256))
            }
            if random.below(4) == 0 { bytes.removeLast(random.below(bytes.count + 1)) }
            door.intake.take(
                Envelope(), topic: Array("acme/a/b/count".utf8).span, payload: bytes.span,
                received: Door.received, into: &door.harvest)
            _ = Excerpt.of(bytes.span)
            _ = bytes.span.isUTF8
        }
        let heard = door.harvest
        #expect(heard.observations.count + heard.duplicates + heard.rejections.count >= 20_000)
        #expect(heard.rejections.allSatisfy { $0.excerpt.count <= Excerpt.maxLength })
    }
}
