import Testing

@testable import Footfall

@Suite("A wrong 'decode'") struct DecodeProblemTests {
    static let table: [(Node, String, String)] = [
        ("jsno", "decode", "Did you mean 'json'?"), ("pairs", "decode", "needs more"),
        ([:], "decode", "says nothing"), (["csvv": [:]], "decode.csvv", "Did you mean 'csv'?"),
        (["json", "base64"], "decode", "after the tree"), (["json", "text"], "decode", "second tree"),
        (["charset": "latin1"], "decode.charset", "expected one of"),
        ([["json"]], "decode", "a list in a list"),
        (["csv": ["seperator": ","]], "decode.csv.seperator", "Did you mean 'separator'?"),
        (["csv": ["separator": ",,"]], "decode.csv.separator", "one character"),
        (["csv": ["header": "yes"]], "decode.csv.header", "true, false or a list"),
        (["csv": ["skip_lines": "-1"]], "decode.csv.skip_lines", "whole number"),
        (["csv": ["separator": "\""]], "decode.csv", "two meanings"),
        (["pairs": [:]], "decode.pairs.between", "is missing"),
        (["pairs": ["between": "|", "assign": "|"]], "decode.pairs", "two meanings"),
        (["xml": ["list": []]], "decode.xml.list", "Did you mean 'lists'?"),
        (["layout": []], "decode.layout", "no fields"),
        (["layout": [["type": "u8"]]], "decode.layout", "no name"),
        (["layout": [["name": "a", "type": "u16"]]], "decode.layout.type", "'u16be' or 'u16le'"),
        (["layout": [["name": "a", "type": "text"]]], "decode.layout.length", "is missing"),
        (
            ["layout": [["name": "a", "type": "text", "length": "n"]]], "decode.layout.length",
            "earlier field"
        ),
        (["layout": [["name": "a", "type": "u8"], ["name": "a", "type": "u8"]]], "decode.layout", "twice"),
        (["layout": [["name": "a", "type": "u8"]], "size": "x"], "decode.size", "number of bytes"),
        (["tags": ["items": ["0A 0B": ["skip": "1"]]]], "decode.tags.items.0A 0B", "a tag has 1 bytes"),
        (["tags": ["items": ["0G": ["skip": "1"]]]], "decode.tags.items.0G", "bytes such as"),
        (["tags": ["items": ["0A": "skip"]]], "decode.tags.items.0A", "no length"),
        (["tags": ["unknown": "skip", "items": ["0A": ["skip": "1"]]]], "decode.tags.unknown", "no length"),
        (["choose": [["prefix": "01"]]], "decode.choose", "how to decode"),
        (["choose": [["when": "x", "decode": "json"]]], "decode.choose.when", "an expression"),
        (["at": "$.a", "decode": "hex"], "decode.as", "is missing"),
        (["at": "$.*", "as": "x", "decode": "hex"], "decode.at", "many values"),
        (["at": "a", "as": "payload", "decode": "hex"], "decode.as", "a meaning already"),
        (["at": "$y.a", "as": "x", "decode": "hex"], "decode.at", "'$y' is not known"),
        (["at": "$.a", "as": "1x", "decode": "hex"], "decode.as", "no name"),
        (
            ["protobuf": ["fields": ["a": ["name": "b", "type": "int"]]]], "decode.protobuf.fields.a",
            "number"
        ),
        (
            ["protobuf": ["fields": ["1": ["name": "b", "type": "unit64"]]]], "decode.protobuf.fields.1.type",
            "Did you mean 'uint64'?"
        ),
    ]

    @Test("is told with its key and the way out", arguments: table)
    func problem(node: Node, key: String, words: String) {
        let (plan, problems) = Decoding.compile(node)
        #expect(plan == nil)
        #expect(
            problems.contains { $0.key == key && $0.description.contains(words) }, "\(problems)")
    }

    @Test("is told all at once")
    func all() {
        let (_, problems) = Decoding.compile([
            "unzp", ["csv": ["rags": "x", "rows": ""]],
            ["at": "x", "as": "", "absent": "no", "decode": "b64"],
        ])
        #expect(problems.count == 7, "\(problems)")
    }
}
