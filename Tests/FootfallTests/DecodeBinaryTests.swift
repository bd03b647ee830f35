import Testing

@testable import Footfall

@Suite("Decoding bytes") struct DecodeBinaryTests {
    typealias Case = (decode: Node, hex: String, shown: String)

    static func field(_ name: String, _ type: String) -> Node {
        ["name": Node(stringLiteral: name), "type": Node(stringLiteral: type)]
    }

    static let pcr2: Node = [
        "choose": [
            [
                "prefix": "BE 01 04", "length": ["11", "17"],
                "layout": [["name": "ltr", "type": "u16be", "at": "3"], field("rtl", "u16be")],
            ],
            [
                "prefix": "0A",
                "tags": [
                    "tag": "u8",
                    "items": [
                        "0A": field("ltr", "u16be"), "16": field("rtl", "u16be"),
                        "01": field("temperature", "i16be"),
                    ],
                ],
            ],
        ]
    ]
    static let vs121: Node = [
        "tags": [
            "tag": "2 bytes",
            "items": [
                "05 CC": [field("in", "u16le"), field("out", "u16le")],
                "04 C9": [
                    field("all", "u8"), field("n", "u8"), ["name": "mask", "type": "u16be", "as": "bits"],
                ],
                "0F 85": field("time", "u32le"), "06 CD": ["skip": "1"], "FF 01": ["skip": "1"],
                "20 CE": [
                    "name": "history", "repeat": "true", "fields": [field("t", "u8"), field("in", "u8")],
                ],
            ],
        ]
    ]
    static let vendors: [Case] = [
        (pcr2, "0A0007160005", "{ltr:7,rtl:5}"),
        (pcr2, "0AFFFF1601000100D7", "{ltr:65535,rtl:256,temperature:215}"),
        (pcr2, "BE0104001F001C040703E60E80000000D7", "{ltr:31,rtl:28}"),
        (pcr2, "0A00", "malformed"), (pcr2, "BE010400", "malformed"), (pcr2, "0B", "malformed"),
        (vs121, "05CC02000100", "{in:2,out:1}"),
        (
            vs121, "04C9 0304 0009 06CD 05 0F85 F02CB569",
            "{all:3,n:4,mask:[true,false,false,true,false,false,false,false,false,false,false,false,false,"
                + "false,false,false],time:1773481200}"
        ),
        (vs121, "05CC0500", "malformed"), (vs121, "77AA0102", "malformed"), (vs121, "FF0101", "{}"),
        (vs121, "20CE0102 20CE0304", "{history:[{t:1,in:2},{t:3,in:4}]}"),
        (vs121, "05CC02000100 05CC03000100", "{in:3,out:1}"),
        (
            ["layout": [field("in", "u32be"), field("out", "u32be"), field("flags", "u8")], "size": "9"],
            "FFFFFFFA0000038400", "{in:4294967290,out:900,flags:0}"
        ),
        (["layout": [field("in", "u32be")], "size": "9"], "000000", "malformed"),
        (
            [
                "layout": [field("wifi", "u16be"), ["name": "ble", "type": "u16be", "optional": "true"]],
                "size": ["2", "4"],
            ], "0000", "{wifi:0}"
        ),
        (
            ["layout": [field("wifi", "u16be"), ["name": "ble", "type": "u16be", "optional": "true"]]],
            "00390017", "{wifi:57,ble:23}"
        ),
        (
            ["layout": [field("wifi", "u16be"), ["name": "ble", "type": "u16be", "optional": "true"]]],
            "003900", "malformed"
        ),
    ]
    static let layouts: [Case] = [
        (
            ["layout": [field("a", "i8"), field("b", "i16le"), field("c", "u24be")]], "FF FEFF 010203",
            "{a:-1,b:-2,c:66051}"
        ),
        (
            ["layout": [field("a", "u64be"), field("b", "i64le")]], "FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF",
            "{a:18446744073709551615u,b:-1}"
        ),
        (
            ["layout": [field("a", "f32be"), field("b", "f64le")]], "3FC00000 000000000000F83F",
            "{a:1.5,b:1.5}"
        ),
        (
            [
                "layout": [
                    ["name": "crc", "type": "u8", "at": "-1"], ["name": "a", "type": "u8", "at": "0"],
                ]
            ],
            "010203", "{crc:3,a:1}"
        ),
        (["layout": [["name": "a", "type": "u8", "at": "-4"]]], "010203", "malformed"),
        (
            ["layout": [["name": "a", "width": "4"], ["name": "b", "width": "12"], field("c", "u8")]],
            "1234 05", "{a:1,b:564,c:5}"
        ),
        (
            [
                "layout": [
                    ["name": "a", "at": "1", "bit": "3", "width": "10"],
                    ["name": "f", "bit": "0", "type": "bool"],
                ]
            ], "80 1F E8", "{a:1021,f:true}"
        ),
        (["layout": [["name": "a", "bit": "4", "width": "4", "type": "signed"]]], "0F", "{a:-1}"),
        (["layout": [["name": "a", "bit": "4", "width": "5"]]], "0F", "malformed"),
        (
            [
                "layout": [
                    field("n", "u8"), ["name": "id", "type": "text", "length": "n"],
                    ["name": "r", "type": "bytes", "length": "rest"],
                ]
            ], "03 61 62 00 FF", "{n:3,id:'ab',r:<ff>}"
        ),
        (
            ["layout": [field("n", "u8"), ["name": "id", "type": "text", "length": "n"]]], "0361", "malformed"
        ),
        (["layout": [["name": "d", "type": "bcd", "length": "2"]]], "1234", "{d:1234}"),
        (["layout": [["name": "d", "type": "bcd", "length": "1"]]], "1A", "malformed"),
        (
            [
                "layout": [
                    field("n", "u8"), ["name": "l", "repeat": "n", "fields": [field("a", "u8")]],
                    ["skip": "1"], ["name": "m", "repeat": "rest", "fields": [field("b", "u16be")]],
                ]
            ],
            "02 0A0B FF 0001 0002", "{n:2,l:[{a:10},{a:11}],m:[{b:1},{b:2}]}"
        ),
        (
            ["layout": [["name": "m", "repeat": "rest", "fields": [field("b", "u16be")]]]], "000100",
            "malformed"
        ),
        (["layout": [["name": "m", "repeat": "rest", "fields": [["skip": "0"]]]]], "00", "malformed"),
        (["layout": [field("x", "bool")]], "02", "{x:true}"),
        (
            ["tags": ["length": "u8", "unknown": "skip", "items": ["01": field("a", "u8")]]],
            "01 02 0500 09 01 FF 01 01 06", "{a:6}"
        ),
        (
            ["tags": ["length": "u8", "unknown": "skip", "items": ["01": field("a", "u8")]]], "02 05 00",
            "malformed"
        ),
        (["tags": ["unknown": "stop", "items": ["01": field("a", "u8")]]], "01 05 09 FF", "{a:5}"),
        (
            ["tags": ["header": [field("v", "u8")], "items": ["01": field("a", "u8")]]], "07 01 05",
            "{v:7,a:5}"
        ),
        (["choose": [["prefix": "01", "layout": [field("a", "u8")]]], "else": "ignore"], "02", "absent"),
        (
            ["choose": [["when": "false", "decode": "none"], ["when": "true", "decode": "text"]]], "61", "'a'"
        ),
    ]

    static let cbor: [Case] = [
        ("cbor", "A2 61 61 01 20 82 F5 F6", "{a:1,-1:[true,null]}"), ("cbor", "F9 3C00", "1.0"),
        ("cbor", "F9 7C00", "inf"), ("cbor", "F9 0001", "5.960464477539063e-08"),
        ("cbor", "FB 3FF8000000000000", "1.5"),
        ("cbor", "C1 1A 69B52714", "1773479700"), ("cbor", "9F 01 02 FF", "[1,2]"),
        ("cbor", "7F 61 61 61 62 FF", "'ab'"), ("cbor", "42 01FF", "<01ff>"),
        ("cbor", "BF 61 61 00 FF", "{a:0}"),
        ("cbor", "1B FFFFFFFFFFFFFFFF", "18446744073709551615u"), ("cbor", "82 A3", "malformed"),
        ("cbor", "", "malformed"), ("cbor", "01 01", "malformed"), ("cbor", "61 FF", "malformed"),
        ("cbor", "9B FFFFFFFFFFFFFFFF", "malformed"), ("cbor", "1C", "malformed"),
        ("cbor", "FF", "malformed"),
        ("cbor", "A1 80 01", "malformed"), ("cbor", String(repeating: "81", count: 40) + "00", "malformed"),
        (
            "senml-cbor", "82 A4 21 62642F 22 1A69B52714 00 62696E 02 0C A2 00 636F7574 02 07",
            "[{n:'d/in',v:12,t:1773479700},{n:'d/out',v:7,t:1773479700}]"
        ),
    ]

    static let sparkplug: Node = [
        "protobuf": [
            "fields": [
                "1": field("timestamp", "uint64"),
                "2": [
                    "name": "metrics", "repeated": "true",
                    "message": [
                        "1": field("name", "string"), "2": field("alias", "uint64"),
                        "7": field("is_null", "bool"),
                        "11": field("long", "uint64"),
                    ],
                ],
            ]
        ]
    ]
    static let protobuf: [Case] = [
        (
            sparkplug, "08 05 12 07 0A 01 61 10 01 58 09 12 02 38 01 18 02",
            "{timestamp:5,metrics:[{name:'a',alias:1,long:9},{is_null:true}]}"
        ),
        (sparkplug, "", "{metrics:[]}"), (sparkplug, "08", "malformed"), (sparkplug, "12 05 0A", "malformed"),
        (sparkplug, "0D 00000000", "malformed"), (sparkplug, "0B", "malformed"),
        (
            ["protobuf": ["fields": ["1": ["name": "a", "type": "sint32", "repeated": "true"]]]],
            "0A 02 01 02", "{a:[-1,1]}"
        ),
        (
            ["protobuf": ["fields": ["1": field("a", "double"), "2": field("b", "sfixed32")]]],
            "09 000000000000F83F 15 FFFFFFFF", "{a:1.5,b:-1}"
        ),
    ]

    @Test("gives the tree or the code", arguments: vendors + layouts + cbor + protobuf)
    func table(item: Case) throws {
        #expect(try Decoding.run(item.decode, Decoding.bytes(item.hex)) == item.shown)
    }

    static func uplink(_ more: [String: Node?] = [:]) -> Node {
        let step: Node = [
            "at": "$.up.data", "as": "data", "decode": ["base64", ["layout": [field("n", "u16be")]]],
        ]
        return ["json", step.with(more)]
    }

    static let fields: [(Node, String, String)] = [
        (uplink(), #"{"up":{"data":"AAU="}}"#, "{up:{data:'AAU='}} {n:5}"),
        (uplink(), #"{"up":{}}"#, "missing_field"), (uplink(), #"{"up":{"data":7}}"#, "bad_type"),
        (uplink(), #"{"up":{"data":"%"}}"#, "malformed"),
        (uplink(["absent": "skip"]), #"{"up":{"data":null}}"#, "{up:{data:null}} absent"),
        (uplink(["when": "payload.port == 14"]), #"{"port":190,"up":1}"#, "{port:190,up:1} absent"),
        (uplink(["at": ["$.a", "$.b"], "decode": "base64"]), #"{"b":"AAU"}"#, "{b:'AAU'} <0005>"),
        (
            [
                "json", ["at": "$.a", "as": "x", "decode": "json"],
                ["at": "$x.b", "as": "y", "decode": "hex"],
            ],
            #"{"a":"{\"b\":\"0A\"}"}"#, #"{a:'{"b":"0A"}'} {b:'0A'} <0a>"#
        ),
    ]

    @Test("reads what is in a field", arguments: fields)
    func field(item: (Node, String, String)) throws {
        #expect(try Decoding.run(item.0, Array(item.1.utf8)) == item.2)
    }
}
