/// Mappings that use every decoder and every feature, each with a message that it takes.
enum FuzzSamples {
    struct Sample {
        let mapping: String
        let topic: String
        let payload: [UInt8]

        init(_ mapping: String, _ topic: String, _ payload: String) {
            self.init(mapping, topic, bytes: Array(payload.utf8))
        }

        init(_ mapping: String, _ topic: String, bytes: [UInt8]) {
            (self.mapping, self.topic, payload) = (mapping, topic, bytes)
        }
    }

    private static let now = #""time":"received""#

    private static func decoded(_ decode: String, _ count: String = "= 1") -> String {
        #"{"name":"d","match":{"topic":"a/{s}"},"decode":\#(decode),"fields":{"sensor":"{s}","count":"\#(count)","kind":"delta"},\#(now)}"#
    }

    static let all: [Sample] = [
        Sample(
            #"""
            {"name":"gate","match":{"topic":"acme/{site}/{gate}/count"},
             "fields":{"sensor":"{site}/{gate}","count":{"in":"$.in","out":"$.out"},"kind":"delta"},
             "time":{"end":"$.ts","duration":"60s"},"dedup":["sensor","time","direction"]}
            """#, "acme/a/b/count", #"{"in":3,"out":1,"ts":"2026-03-14T09:15:00Z"}"#),
        Sample(
            #"""
            {"name":"stack","match":{"topic":"v3/{app}@{tenant}/devices/{device}/up"},
             "each":{"line":{"members":"$.u.decoded","named":"line_{n:[0-9]+}_period_{way:in|out}"}},
             "fields":{"sensor":"{$.ids.id}/line{n}","direction":"{way}","count":"$line","kind":"delta"},
             "time":{"end":"$.u.at","duration":"10m"},
             "dedup":["$.ids.id","$.u.key",{"from":"$.u.f_cnt","default":0}]}
            """#, "v3/city@ttn/devices/x/up",
            #"{"ids":{"id":"x"},"u":{"key":"k","f_cnt":3,"decoded":{"line_1_period_in":1,"line_2_period_out":2},"at":"2026-03-14T09:15:04.301876543Z"}}"#
        ),
        Sample(
            #"""
            {"name":"features","match":{"topic":["x/{a:[0-9]+}","y/{rest:#}"],"when":"size(topic) < 40"},
             "tables":{"ways":{"12":"in","13":"out"}},"let":{"sum":"= payload.a + payload.b"},
             "each":{"l":{"from":"$.list[?@.n > 0]","absent":"skip"},
                     "p":{"zip":{"r":"$l.r","q":"$l.q"},"absent":"skip"}},
             "where":["l.kind == 'people'","p.q >= 0"],
             "refuse":[{"when":"sum < 0","code":"unsupported","why":"no"}],
             "fields":{"sensor":"{$l.name}-{$p.r}","decimals":true,"kind":"delta",
               "count":{"from":["$p.q","$l.n"],"accept":["text","boolean"],"missing":["","nan"],"absent":"skip"},
               "direction":{"from":"$l.way","table":{"fw":"in","bw":"out"},"unlisted":"skip"},
               "swap":"l.name in ['s']","flags":{"incomplete":"sum < l.n"}},
             "time":{"start":"$l.from","end":"$l.to","format":["epoch_ms","rfc3339","dd/MM/yyyy HH:mm"],
                     "zone":"+01:00","offset":"30s"},
             "dedup":["sensor","time","$.a"],"drop":["mac"]}
            """#, "x/12",
            #"{"a":1,"b":2.5,"mac":"x","list":[{"n":2,"name":"n","kind":"people","way":"fw","r":["p","q"],"q":[1,"2"],"from":1773479700000,"to":"2026-03-14T10:15:00+01:00"}]}"#
        ),
        Sample(
            #"""
            {"name":"cases","match":{"topic":"c/{s}"},"fields":{"sensor":"{s}","kind":"cumulative"},"time":"received",
             "cases":[{"match":{"topic":"c/{s}","when":"user.k == 'v'"},"fields":{"sensor":"{s}","count":"$","kind":"delta"}},
              {"records":[{"each":{"e":["$.a","$.b[*]","$..c"]},"fields":{"sensor":"{s}{e_index}","count":"$e","kind":"delta"}},
                {"fields":{"sensor":"{s}","count":"= size(payload.b) + payload.b.filter(x, x > 1).map(x, x * 2).size()","kind":"delta"}}]}]}
            """#, "c/1", #"{"a":1,"b":[1,2,3],"d":{"c":4}}"#),
        Sample(
            decoded(##"{"csv":{"separator":";","header":true,"rows":"#"}}"##, "= size(payload)"), "a/b",
            "a;b\n1;\"2\"\"\"\n3;4#5;6"),
        Sample(decoded(#""csv""#, "$[0].b"), "a/b", "a,b\r\n1,2\r\n"),
        Sample(
            decoded(#"{"pairs":{"between":";","assign":"=","prefix":"p"}}"#, "$.a"), "a/b", "x;a=1;b=2"),
        Sample(
            decoded(#""xml""#, "= size(payload)"), "a/b", "<a b='&#65;'><c/>x<![CDATA[y]]><c>&lt;</c></a>"),
        Sample(
            decoded(#""senml""#, "= size(payload)"), "a/b",
            #"[{"bn":"d/","bt":1773479700,"n":"in","v":3},{"n":"o","vb":true,"t":-5}]"#),
        Sample(
            decoded(#""cbor""#, "= size(payload)"), "a/b",
            bytes: [
                0xA3, 0x61, 0x61, 1, 0x20, 0x82, 0xF5, 0xF6, 0x61, 0x62, 0x9F, 0x7F, 0x61, 0x61, 0xFF, 0xF9,
                0x3C, 0, 0xFF,
            ]),
        Sample(
            decoded(
                #"{"protobuf":{"fields":{"1":{"name":"t","type":"uint64"},"2":{"name":"m","repeated":true,"message":{"1":{"name":"n","type":"string"},"2":{"name":"v","type":"double"}}}}}}"#,
                "= size(payload)"), "a/b", bytes: [8, 5, 0x12, 3, 0x0A, 1, 0x61, 0x12, 0]),
        Sample(
            decoded(
                #"[{"layout":[{"name":"n","type":"u8"},{"name":"l","repeat":"n","fields":[{"name":"v","type":"u16be"},{"name":"b","width":3},{"name":"c","width":5}]},{"name":"t","type":"text","length":"rest"}]}]"#,
                "= size(payload.l)"), "a/b", bytes: [2, 0, 1, 0xFF, 0, 2, 7, 0x61]),
        Sample(
            decoded(
                #"{"tags":{"tag":"u8","length":"u8","unknown":"skip","items":{"0A":{"name":"x","type":"u16be"},"0B":{"name":"h","repeat":true,"fields":[{"name":"a","type":"u8"}]}}}}"#,
                "= size(payload)"), "a/b", bytes: [0x0A, 2, 0, 1, 0x0B, 1, 2, 0x0C, 0]),
        Sample(
            decoded(#"["json",{"at":"$.f","as":"data","decode":["base64","json"]}]"#, "$data.a"), "a/b",
            #"{"f":"eyJhIjozfQ=="}"#),
        Sample(decoded(#"["hex","text"]"#, "= size(payload)"), "a/b", "0x61:62 63"),
        Sample(
            decoded(#"[{"charset":"utf-16"},"json"]"#, "$.a"), "a/b", bytes: [0xFF, 0xFE, 0x7B, 0, 0x7D, 0]),
        Sample(decoded(#"[{"charset":"windows-1252"},"text"]"#, "= size(payload)"), "a/b", "caf\u{e9}"),
    ]

    static let payloadWords: [[UInt8]] =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\u00e9", "\\ud83d\\ude00", "1e999", "-0", "0.1",
            "123456789012345678901234567890", "null", "true", "\"a\":", "[[[[", "{\"a\":{\"a\":", "<a>",
            "</a>",
            "&amp;", "]]>", ";", "\r\n", "#", "2026-02-30T25:00:00Z", "\u{FEFF}", "9223372036854775808",
            "1e-400",
        ].map { Array($0.utf8) } + [
            [0xFF], [0x9F], [0xBF, 0x61], [0x7F], [0x80], [0xFB, 0x7F, 0xF8], [0xF0, 0x9F],
        ]

    static let expressionWords = [
        "payload", ".a", ".b", ".c", "[0]", "['x']", "(", ")", "[", "]", "{", "}", "+", "-", "*", "/", "%",
        " in ",
        "==", "!=", "<", ">=", "&&", "||", "!", "?", ":", ",", "1", "2u", "0x1F", "1.5e3", "'t'", "\"u\"",
        "b'x'",
        "true", "null", "size(", "matches(", ".exists(x, ", ".all(x, ", ".map(x, ", ".filter(x, ", "x",
        "int(",
        "double(", "string(", "timestamp(", "duration(", "'1h'", "has(", "sum(", "min(", "max(", "capture(",
        "lookup(", "parseTime(", "bits(", "'(a+)+$'", "topic", "received", "9223372036854775807",
        "startsWith(",
        ".contains(", "'aaaaaaaaaaaaaaaaaaaaaaaaaaa!'",
    ]

    static let pathWords = [
        "$", ".a", ".b", "..", "..a", "[*]", ".*", "[0]", "[-1]", "[1:3]", "[::-1]", "[::2]", "['a']",
        "[\"b\"]",
        "[?", "@", "@.a", "==", "<", ">=", "1", "'x'", "&&", "||", "!", "(", ")", "]", "length(", "count(",
        "match(", "search(", "value(", ", ", "$.b", "'.*a'", "[0,1]", "[?@.a]", "[?@>1]", "..[*]",
    ]

    static let regexWords = [
        "a", "b", ".", "*", "+", "?", "|", "(", ")", "(?:", "[", "]", "[^", "-", "{2}", "{1,3}", "{0,50}",
        "^", "$",
        "\\d", "\\w", "\\b", "\\pL", "\\x41", "(?i)", "(?P<n>", "*?", "é", "[[:alpha:]]", "\\Q", "\\E",
        "(a*)*",
    ]

    static let timeWords = [
        "yyyy", "yy", "y", "M", "MM", "MMM", "d", "dd", "H", "HH", "h", "mm", "ss", "S", "SSS", "a", "X", "E",
        "'T'",
        "''", "-", "/", ":", " ", ".", "rfc3339", "epoch_s", "epoch_ms",
    ]

    static let timeTexts = [
        "2026-03-14T09:15:00Z", "2026-03-14 09:15:00.123456789+0100", "14/03/2026 9:15 pm", "1773479700.5",
        "9999999999999999999", "14-Mar-26", "samedi 14 août 2026", "2026-02-30T00:00:00Z", "P1DT2H", "PT0.5S",
        "20260314T091500Z", "2026-03-14T09:00:00Z/PT15M", "24:00:00", "\u{c9}t\u{e9}",
    ]

    static let topicWords = [
        "a", "b", "/", "+", "#", "{x}", "{y:[0-9]+}", "{z:in|out}", "{w:#}", "{v:a*b}", "-", "$", "1", "{",
        "}", "é",
    ]
}
