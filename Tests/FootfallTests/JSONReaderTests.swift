import Foundation
import Testing

@testable import Footfall

@Suite("JSON") struct JSONReaderTests {
    private static func read(_ json: String, _ interest: Interest = .all) -> String? {
        JSONText.rewritten(Array(json.utf8), interest: interest).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func number(_ json: String) throws -> Value {
        var (reader, document) = (JSONReader(), Document())
        let bytes = Array(json.utf8)
        let base = document.append(bytes.span).lowerBound
        return try reader.read(bytes.span, at: base, interest: .all, into: &document)
    }

    @Test("accepts what Foundation accepts, and reads the same", arguments: UInt64(0)..<8)
    func foundation(seed: UInt64) throws {
        var chance = FuzzChance(seed: seed)
        var accepted = 0
        for _ in 0..<1000 {
            var bytes = Array(Self.document(&chance, depth: 0).utf8)
            if chance.below(2) == 0 { bytes = chance.changed(bytes, words: FuzzSamples.payloadWords) }
            guard Self.isComparable(bytes) else { continue }
            let object = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            let own = JSONText.rewritten(bytes)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect((own == nil) == (object == nil), "\(text)")
            guard let own, let object else { continue }
            accepted += 1
            let again = try JSONSerialization.jsonObject(with: Data(own), options: .fragmentsAllowed)
            #expect((object as? NSObject) == (again as? NSObject), "\(text)")
        }
        #expect(accepted > 300)
    }

    /// Foundation goes deeper, guesses UTF-16 and UTF-32, passes over zero bytes refuses numbers beyond its own
    /// range and keeps more than 18 digits as decimals: there the two differ, and RFC 8259 or the bounds of a message decide.
    private static func isComparable(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        let longest = text.split(whereSeparator: { !$0.isWholeNumber }).map(\.count).max() ?? 0
        let opened = bytes.count { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }
        return opened < Limits.depth && longest < 17 && !bytes.contains(0) && !text.contains("e999")
            && !text.contains("e-400")
            && !text.contains("\u{FEFF}") && !text.contains("123456789") && !text.contains("775808")
    }

    private static func document(_ chance: inout FuzzChance, depth: Int) -> String {
        switch chance.below(depth > 3 ? 6 : 9) {
        case 0: return "\(Int(truncatingIfNeeded: chance.next() >> UInt64(12 + chance.below(50))))"
        case 1: return "\(Double(chance.below(2_000_000) - 1_000_000) / 1024)"
        case 2: return chance.pick(["true", "false", "null", "0", "-1", "1e3", "0.25E-2"])
        case 3, 4, 5:
            return "\"" + chance.soup(["a", "é", "\\n", "\\u0041", "\\ud83d\\ude00", "€", " "], most: 5)
                + "\""
        case 6:
            return "["
                + (0..<chance.below(4)).map { _ in document(&chance, depth: depth + 1) }.joined(
                    separator: ",") + "]"
        default:
            let members = (0..<chance.below(4)).map { "\"m\($0)\" : \(document(&chance, depth: depth + 1))" }
            return "{ \(members.joined(separator: ", ")) }"
        }
    }

    @Test("keeps whole numbers of 64 bits, and gives the rest as the nearest double")
    func wholeNumbers() throws {
        #expect(try Self.number("9223372036854775807").int == .max)
        #expect(try Self.number("-9223372036854775808").int == .min)
        #expect(try Self.number("-0").int == 0)
        #expect(try Self.number("9223372036854775808").double == 0x1p63)
        #expect(try Self.number("-9223372036854775809").double == -0x1p63)
        #expect(try Self.number("12.0").kind == .double)
        #expect(try Self.number("1e999").double == .infinity)
    }

    @Test("rounds to the nearest double", arguments: UInt64(0)..<4)
    func rounding(seed: UInt64) throws {
        var chance = FuzzChance(seed: seed)
        for _ in 0..<3000 {
            let digits = (0...chance.below(24)).map { _ in "\(chance.below(10))" }.joined()
            let text = "\(chance.below(10)).\(digits)e\(chance.below(80) - 40)"
            #expect(try Self.number(text).double == Double(text), "\(text)")
            let exact = Double(bitPattern: chance.next() & 0x7FEF_FFFF_FFFF_FFFF)
            #expect(try Self.number("\(exact)").double == exact, "\(exact)")
        }
    }

    @Test(
        "refuses what is no JSON",
        arguments: [
            "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "01", "1.", ".5", "+1", "1e", "tru", "nul", "1 2",
            "\"a",
            "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\u{1}\"", "[1}", "{\"a\"}", "NaN", "'a'",
        ])
    func malformed(json: String) { #expect(Self.read(json) == nil) }

    @Test(
        "refuses what is no UTF-8",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xFF],
        ] as [[UInt8]])
    func encoding(bytes: [UInt8]) {
        #expect(JSONText.rewritten([0x22] + bytes + [0x22]) == nil)
    }

    @Test("goes 32 levels deep, wanted or not", arguments: [Interest.all, Interest([])])
    func depth(interest: Interest) {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(Self.read(nested(32), interest) != nil)
        #expect(Self.read(nested(33), interest) == nil)
    }

    @Test("gives what is wanted as if all were", arguments: UInt64(0)..<8)
    func pruning(seed: UInt64) throws {
        var chance = FuzzChance(seed: seed)
        for _ in 0..<500 {
            let bytes = Array(Self.document(&chance, depth: 0).utf8)
            let names = (0...chance.below(3)).map { _ in "m\(chance.below(4))" }
            let path = try JSONPath("$" + names.map { ".\($0)" }.joined())
            let pruned = Interest(path.wants + [.init(steps: [.any, .member("m1")], isWhole: false)])
            #expect(Self.value(path, bytes, pruned) == Self.value(path, bytes, .all))
        }
    }

    private static func value(_ path: JSONPath, _ bytes: [UInt8], _ interest: Interest) -> String? {
        var (reader, document) = (JSONReader(), Document())
        let base = document.append(bytes.span).lowerBound
        guard let root = try? reader.read(bytes.span, at: base, interest: interest, into: &document)
        else { return nil }
        return JSONText.written(path.value(in: document, from: root), document)
    }
}
