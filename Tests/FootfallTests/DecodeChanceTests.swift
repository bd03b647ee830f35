import TestKit
import Testing

@testable import Footfall

@Suite("Decoders") struct DecodeChanceTests {
    static let samples: [(name: String, decode: Node, payload: [UInt8])] = [
        ("csv", "csv", Array("a,b\r\n1,\"2\"\"\"\n3,4\n".utf8)),
        ("pairs", DecodeTextTests.ultraLight, Array("x|i|1|o|2#y|i|3".utf8)),
        ("assign", ["pairs": ["between": ";", "assign": "=", "prefix": "p"]], Array("x;a=1;b=2".utf8)),
        ("xml", "xml", Array(DecodeTextTests.hikvision.utf8)),
        ("xml parts", "xml", Array("<a b='&#65;'><c/>x<![CDATA[y]]><c>&lt;</c><!-- z --></a>".utf8)),
        ("senml", "senml", Array(DecodeTextTests.senML[0].0.utf8)),
        ("base64", ["base64", "text"], Array("SGVsbG8gd29ybGQ=".utf8)),
        ("hex", ["hex", "text"], Array("0x61:62 63".utf8)),
        ("utf-16", [["charset": "utf-16"], "text"], Decoding.bytes("FFFE 6100 3DD8 00DE")),
        ("cbor", "cbor", Decoding.bytes("A3 6161 01 20 82 F5 F6 6162 9F 7F 6161 FF F93C00 FF")),
        ("senml-cbor", "senml-cbor", Decoding.bytes("82 A3 21 62642F 00 62696E 02 0C A2 00 636F7574 02 07")),
        ("protobuf", DecodeBinaryTests.sparkplug, Decoding.bytes(DecodeBinaryTests.protobuf[0].hex)),
        ("tags", DecodeBinaryTests.vs121, Decoding.bytes("04C9 0304 0009 20CE0102 05CC02000100")),
        ("choose", DecodeBinaryTests.pcr2, Decoding.bytes("0A0007160005")),
        ("layout", DecodeBinaryTests.layouts[13].decode, Decoding.bytes(DecodeBinaryTests.layouts[13].hex)),
        ("bits", DecodeBinaryTests.layouts[6].decode, Decoding.bytes("801FE8")),
    ]

    @Test("take any bytes without a crash", arguments: samples.indices)
    func any(index: Int) throws {
        let sample = Self.samples[index]
        let plan = try #require(Decoding.compile(sample.decode).plan)
        var chance = Chance(seed: UInt64(index))
        var kinds: Set<Bool> = []
        for _ in 0..<20_000 {
            let shown = Decoding.run(plan, Self.changed(sample.payload, &chance))
            kinds.insert(shown == "malformed")
        }
        #expect(kinds.contains(true), "\(sample.name) refuses nothing")
    }

    static func changed(_ payload: [UInt8], _ chance: inout Chance) -> [UInt8] {
        var bytes = payload
        for _ in 0..<Int.random(in: 1...4, using: &chance) {
            let place = Int.random(in: 0...bytes.count, using: &chance)
            switch Int.random(in: 0..<5, using: &chance) {
            case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &chance)
            case 1 where place < bytes.count: bytes.remove(at: place)
            case 2: bytes.insert(bytes.randomElement(using: &chance) ?? 0, at: place)
            case 3: bytes.removeSubrange(place...)
            default: bytes.insert(contentsOf: bytes.prefix(place), at: place)
            }
        }
        return bytes
    }

    @Test("refuse what would take too much")
    func bounds() throws {
        #expect(
            try Decoding.run("csv", Array(("a,b\n" + String(repeating: "1,2\n", count: 80_000)).utf8))
                == "malformed")
        let lists = [UInt8](repeating: 0x80, count: 210_000)
        #expect(try Decoding.run("cbor", [0x9F] + lists + [0xFF]) == "malformed")
        let many: Node = ["layout": [["name": "a", "repeat": "65536", "fields": [["skip": "0"]]]]]
        #expect(try Decoding.run(many, []).hasPrefix("{a:[{},"))
    }
}
