import Barometer
import Testing

@testable import Footfall

/// What a query selects from JSON, as JSON again.
private func selected(_ query: String, _ json: String, interest: Interest = .all) throws -> String {
    var workspace = Workspace()
    let root = try read(json, interest, into: &workspace)
    var found: [Selected] = []
    try JSONPath(query).select(from: root, root: root, in: &workspace, into: &found)
    return "[" + found.map { written($0.value, workspace.document) }.joined(separator: ",") + "]"
}

private func read(_ json: String, _ interest: Interest, into workspace: inout Workspace) throws -> Value {
    let bytes = Array(json.utf8)
    let base = workspace.document.append(bytes.span).lowerBound
    var reader = JSONReader()
    return try reader.read(bytes.span, at: base, interest: interest, into: &workspace.document)
}

private func written(_ value: Value, _ document: Document) -> String {
    switch value.kind {
    case .absent: return "absent"
    case .null: return "null"
    case .boolean: return "\(value.boolean)"
    case .int: return "\(value.int)"
    case .double: return "\(value.double)"
    case .text: return "\"\(document.string(value.range))\""
    case .list, .table: break
    default: return "?"
    }
    var (node, parts): (Int, [String]) = (value.range.lowerBound, [])
    while node < value.range.upperBound {
        let name = value.kind == .table ? "\"\(document.string(document.name(of: node)))\":" : ""
        parts.append(name + written(document.nodes[node].value, document))
        node = document.next(after: node)
    }
    let inside = parts.joined(separator: ",")
    return value.kind == .list ? "[\(inside)]" : "{\(inside)}"
}

/// JSON in the form of `written`.
private func normal(_ json: String) throws -> String {
    var workspace = Workspace()
    return written(try read(json, .all, into: &workspace), workspace.document)
}

private typealias Case = (query: String, expected: String)

@Suite("A query of RFC 9535") struct JSONPathTests {
    private static func check(_ cases: [Case], on json: String) throws {
        for (query, expected) in cases {
            do {
                let (found, normal) = (try selected(query, json), try normal(expected))
                #expect(found == normal, "\(query)")
                // What is left out by interest is not missed.
                let pruned = Interest(try JSONPath(query).wants)
                if !query.contains("?") { #expect(try keepsItsSelection(query, json, pruned), "\(query)") }
                if query.contains("?") {
                    #expect(try selected(query, json, interest: pruned) == normal, "\(query)")
                }
            } catch {
                Issue.record("\(query): \(error)")
            }
        }
    }

    private static func keepsItsSelection(_ query: String, _ json: String, _ pruned: Interest) throws -> Bool
    {
        try selected(query, json, interest: pruned) == selected(query, json)
    }

    static let store = """
        { "store": { "book": [
          { "category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95 },
          { "category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99 },
          { "category": "fiction", "author": "Herman Melville", "title": "Moby Dick",
            "isbn": "0-553-21311-3", "price": 8.99 },
          { "category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings",
            "isbn": "0-395-19395-8", "price": 22.99 } ],
          "bicycle": { "color": "red", "price": 399 } } }
        """

    @Test("gives what section 1.5 says of the book store") func bookStore() throws {
        let authors = #"["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]"#
        try Self.check(
            [
                ("$.store.book[*].author", authors), ("$..author", authors),
                ("$.store..price", "[8.95,12.99,8.99,22.99,399]"),
                ("$..book[2].author", #"["Herman Melville"]"#), ("$..book[2].publisher", "[]"),
                ("$..book[-1].title", #"["The Lord of the Rings"]"#),
                ("$..book[0,1].title", #"["Sayings of the Century","Sword of Honour"]"#),
                ("$..book[:2].title", #"["Sayings of the Century","Sword of Honour"]"#),
                ("$..book[?@.isbn].title", #"["Moby Dick","The Lord of the Rings"]"#),
                ("$..book[?@.price<10].title", #"["Sayings of the Century","Moby Dick"]"#),
                ("$.store.bicycle.color", #"["red"]"#), ("$['store']['bicycle']['price']", "[399]"),
                ("$.store.book[?@.price == 8.99].price", "[8.99]"),
                ("$.store.book[?match(@.author, 'J.*')].price", "[22.99]"),
                ("$.store.book[?@.price < $.store.bicycle.price].price", "[8.95,12.99,8.99,22.99]"),
            ], on: Self.store)
        let all = try selected("$..*", Self.store)
        #expect(try all.hasPrefix("[" + String(normal("[\(Self.store)]").dropFirst(10).dropLast(2))))
        #expect(try selected("$.store.*", Self.store).contains(#""price":399}"#))
    }

    @Test("gives what sections 2.2 and 2.3 say") func selectors() throws {
        try Self.check([("$", #"[{"k":"v"}]"#)], on: #"{"k":"v"}"#)
        try Self.check(
            [
                ("$.o['j j']", #"[{"k.k":3}]"#), ("$.o['j j']['k.k']", "[3]"),
                (#"$.o["j j"]["k.k"]"#, "[3]"), (#"$["'"]["@"]"#, "[2]"), (#"$['\'']['@']"#, "[2]"),
            ], on: #"{"o":{"j j":{"k.k":3}},"'":{"@":2}}"#)
        try Self.check(
            [
                ("$[*]", #"[{"j":1,"k":2},[5,3]]"#), ("$.o[*]", "[1,2]"), ("$.o[*, *]", "[1,2,1,2]"),
                ("$.a[*]", "[5,3]"), ("$.*", #"[{"j":1,"k":2},[5,3]]"#), ("$.o.*", "[1,2]"),
            ], on: #"{"o":{"j":1,"k":2},"a":[5,3]}"#)
        try Self.check(
            [
                ("$[1]", #"["b"]"#), ("$[-2]", #"["a"]"#), ("$[2]", "[]"), ("$[-3]", "[]"),
                ("$[0]", #"["a"]"#),
            ],
            on: #"["a","b"]"#)
        try Self.check(
            [
                ("$[1:3]", #"["b","c"]"#), ("$[5:]", #"["f","g"]"#), ("$[1:5:2]", #"["b","d"]"#),
                ("$[5:1:-2]", #"["f","d"]"#), ("$[::-1]", #"["g","f","e","d","c","b","a"]"#),
            ], on: #"["a","b","c","d","e","f","g"]"#)
    }

    @Test("takes slices as section 2.3.4 and the suite of its authors say") func slices() throws {
        try Self.check(
            [
                ("$[:]", "[0,1,2,3,4,5,6,7,8,9]"), ("$[::]", "[0,1,2,3,4,5,6,7,8,9]"),
                ("$[1:3]", "[1,2]"), ("$[1:6:2]", "[1,3,5]"), ("$[7:]", "[7,8,9]"), ("$[:3]", "[0,1,2]"),
                ("$[:-7]", "[0,1,2]"), ("$[-3:]", "[7,8,9]"), ("$[::2]", "[0,2,4,6,8]"),
                ("$[::0]", "[]"), ("$[1:2:0]", "[]"), ("$[2:2]", "[]"), ("$[3:2]", "[]"), ("$[10:]", "[]"),
                ("$[::-2]", "[9,7,5,3,1]"), ("$[6:1:-2]", "[6,4,2]"), ("$[:1:-1]", "[9,8,7,6,5,4,3,2]"),
                ("$[2::-1]", "[2,1,0]"), ("$[-2:]", "[8,9]"), ("$[-1:-4:-1]", "[9,8,7]"),
                ("$[0:1:-1]", "[]"), ("$[-20:3]", "[0,1,2]"), ("$[3:-20:-1]", "[3,2,1,0]"),
                ("$[20:7:-1]", "[9,8]"), ("$[-20:-15]", "[]"), ("$[0:100]", "[0,1,2,3,4,5,6,7,8,9]"),
                ("$[7:4:-5]", "[7]"), ("$[1:9007199254740991]", "[1,2,3,4,5,6,7,8,9]"),
                ("$[::9007199254740991]", "[0]"), ("$[::-9007199254740991]", "[9]"),
                ("$[-9007199254740991:2]", "[0,1]"), ("$[0:3:1]", "[0,1,2]"), ("$[9:6:-1]", "[9,8,7]"),
                ("$[1 : 3]", "[1,2]"), ("$[ 1\n:\t5 : 2 ]", "[1,3]"), ("$[: :2]", "[0,2,4,6,8]"),
                ("$[1:2,5:7]", "[1,5,6]"), ("$[0,0]", "[0,0]"), ("$[1,0:2,-1]", "[1,0,1,9]"),
                ("$[9007199254740991]", "[]"), ("$[-9007199254740991]", "[]"),
                ("$[*,1]", "[0,1,2,3,4,5,6,7,8,9,1]"),
            ], on: "[0,1,2,3,4,5,6,7,8,9]")
        try Self.check(
            [
                ("$[0]", "[]"), ("$[:]", "[]"), ("$[::-1]", "[]"), ("$['a','a']", "[1,1]"),
                ("$['c','a']", "[1]"),
            ],
            on: #"{"a":1,"b":2}"#)
    }

    @Test("gives what section 2.5 says") func segments() throws {
        try Self.check(
            [
                ("$[0, 3]", #"["a","d"]"#), ("$[0:2, 5]", #"["a","b","f"]"#), ("$[0, 0]", #"["a","a"]"#),
            ], on: #"["a","b","c","d","e","f","g"]"#)
        let nested = #"{"o":{"j":1,"k":2},"a":[5,3,[{"j":4},{"k":6}]]}"#
        try Self.check(
            [
                ("$..j", "[1,4]"), ("$..[0]", #"[5,{"j":4}]"#), ("$..o", #"[{"j":1,"k":2}]"#),
                ("$.o..[*, *]", "[1,2,1,2]"), ("$.a..[0, 1]", #"[5,3,{"j":4},{"k":6}]"#),
                ("$..['j','k']", "[1,2,4,6]"), ("$ .o\n['k']", "[2]"), ("$.a[-1][*].j", "[4]"),
                ("$.a..*", #"[5,3,[{"j":4},{"k":6}],{"j":4},{"k":6},4,6]"#), ("$.a[2]..k", "[6]"),
                (
                    "$..[*]",
                    #"[{"j":1,"k":2},[5,3,[{"j":4},{"k":6}]],1,2,5,3,[{"j":4},{"k":6}],{"j":4},{"k":6},4,6]"#
                ),
                ("$.o.j.x", "[]"), ("$.o.j[0]", "[]"), ("$.o.j.*", "[]"), ("$.o.j..*", "[]"),
            ], on: nested)
        try Self.check(
            [
                ("$.a", "[null]"), ("$.a[0]", "[]"), ("$.a.d", "[]"), ("$.b[0]", "[null]"),
                ("$.b[*]", "[null]"), ("$.b[?@]", "[null]"), ("$.b[?@==null]", "[null]"),
                ("$.c[?@.d==null]", "[]"), ("$.null", "[1]"),
            ], on: #"{"a":null,"b":[null],"c":[{}],"null":1}"#)
    }

    @Test("filters as section 2.3.5 says") func filters() throws {
        let json = """
            {"a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}],
             "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}}, "e": "f"}
            """
        try Self.check(
            [
                ("$.a[?@.b == 'kilo']", #"[{"b":"kilo"}]"#), ("$.a[?(@.b == 'kilo')]", #"[{"b":"kilo"}]"#),
                ("$.a[?@>3.5]", "[5,4,6]"), ("$.a[?@.b]", #"[{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}]"#),
                (
                    "$[?@.*]",
                    "[\(try normal(json).split(separator: "\"a\":")[1].split(separator: ",\"o\"")[0]),"
                        + #"{"p":1,"q":2,"r":3,"s":5,"t":{"u":6}}]"#
                ),
                ("$[?@[?@.b]]", "[[3,5,1,2,4,6,{\"b\":\"j\"},{\"b\":\"k\"},{\"b\":{}},{\"b\":\"kilo\"}]]"),
                ("$.o[?@<3, ?@<3]", "[1,2,1,2]"), ("$.a[?@<2 || @.b == \"k\"]", #"[1,{"b":"k"}]"#),
                (#"$.a[?match(@.b, "[jk]")]"#, #"[{"b":"j"},{"b":"k"}]"#),
                (#"$.a[?search(@.b, "[jk]")]"#, #"[{"b":"j"},{"b":"k"},{"b":"kilo"}]"#),
                ("$.o[?@>1 && @<4]", "[2,3]"), ("$.o[?@.u || @.x]", #"[{"u":6}]"#),
                ("$.a[?@.b == $.x]", "[3,5,1,2,4,6]"),
                (
                    "$.a[?@ == @]",
                    #"[3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}]"#
                ),
                ("$.a[?!@.b && @<3]", "[1,2]"), ("$.a[?!(@.b || @>1)]", "[1]"), ("$.a[?! (@.b||@>1)]", "[1]"),
                ("$.a[?@.b > 'j' && @.b < 'z']", #"[{"b":"k"},{"b":"kilo"}]"#), ("$.e[?@]", "[]"),
                ("$.a[?@<=1||@==2&&@>5]", "[1]"), ("$.a[?(@<=1||@==2)&&@>1]", "[2]"),
            ], on: json)
    }

    /// One list, so that a comparison of constants can be asked of it.
    private static func holds(_ condition: String) throws -> Bool {
        let json = #"{"obj":{"x":"y"},"arr":[2,3],"one":[1],"t":"é€😀","d":2.5,"i":9007199254740993,"n":null}"#
        return try selected("$.one[?\(condition)]", json) == "[1]"
    }

    static let truths: [(String, Bool)] = [
        ("$.absent1 == $.absent2", true), ("$.absent1 <= $.absent2", true), ("$.absent == 'g'", false),
        ("$.absent1 != $.absent2", false), ("$.absent != 'g'", true), ("1 <= 2", true), ("1 > 2", false),
        ("13 == '13'", false), ("'a' <= 'b'", true), ("'a' > 'b'", false), ("$.obj == $.arr", false),
        ("$.obj != $.arr", true), ("$.obj == $.obj", true), ("$.obj != $.obj", false),
        ("$.arr == $.arr", true), ("$.arr != $.arr", false), ("$.obj == 17", false), ("$.obj != 17", true),
        ("$.obj <= $.arr", false), ("$.obj < $.arr", false), ("$.obj <= $.obj", true),
        ("$.arr <= $.arr", true), ("1 <= $.arr", false), ("1 >= $.arr", false), ("1 > $.arr", false),
        ("1 < $.arr", false), ("true <= true", true), ("true > true", false), ("true < false", false),
        ("true >= false", false), ("null == null", true), ("null <= null", true), ("null < null", false),
        ("$.n == null", true), ("$.absent == null", false), ("$.n == $.absent", false), ("null != 0", true),
        ("null == false", false), ("'' == null", false), ("0 == -0", true), ("1 == 1.0", true),
        ("1 == 10e-1", true), ("1E2 == 100", true), ("1e+2 == 100", true), ("-0 == 0.0", true),
        ("-1.5 < -1", true), ("$.d > 2", true), ("$.d < 3", true), ("2 < $.d", true), ("$.d == 2.5", true),
        ("$.i == 9007199254740992.0", false), ("$.i > 9007199254740992.0", true), ("$.i < 1e300", true),
        ("$.i > -1e300", true), ("$.i == 9007199254740993", true), ("'a' < 'ab'", true),
        ("'é' > 'z'", true), ("'a' == \"a\"", true), ("$.t == 'é€😀'", true),
        (#"$.t == '\u00e9\u20AC\ud83d\uDE00'"#, true), ("'\u{FF5E}' < '😀'", true),
        ("length($.t) == 3", true), ("length('é€😀') == 3", true), ("length($.arr) == 2", true),
        ("length($.obj) == 1", true), ("length($.absent) == $.absent", true), ("length(1) == $.x", true),
        ("length(true) == 0", false), ("length($.n) == $.x", true), ("length('') == 0", true),
        ("length(length('x')) == $.x", true), ("length(value($.arr)) == 2", true),
        ("length(value($..x)) == 1", true), ("count($.arr[*]) == 2", true), ("count($..*) > 9", true),
        ("count($.absent) == 0", true), ("count($) == 1", true), ("count(@) == 1", true),
        ("count(@['a','d','c']) == 0", true), ("value($.arr[*]) == $.x", true),
        ("value($.arr[:1]) == 2", true),
        ("value($.absent) == 1", false), ("match('ab', 'a.')", true), ("match('ab', 'a')", false),
        ("match('xab', 'ab')", false), ("search('xab', 'ab')", true), ("search('xab', 'b$')", true),
        ("match('ab', '^ab$')", true), ("match($.n, 'a')", false), ("match(1, '1')", false),
        ("match($.absent, '')", false), ("!match('a', 'b')", true), (#"match('a\nb', 'a.b')"#, false),
        (#"match('a\rb', 'a.b')"#, false), ("match('a\u{2028}b', 'a.b')", true),
        ("match('a.b', 'a\\\\.b')", true),
        ("match('axb', 'a\\\\.b')", false), ("match('a.b', 'a[.]b')", true), ("match('axb', 'a[.]b')", false),
        ("match('a|b', 'a|b')", false), ("match('b', 'a|b')", true), ("search('', '')", true),
        ("match('é', '.')", true), ("match('x', $.obj.x)", false), ("match('y', $.obj.x)", true),
        ("match('x', $.arr)", false), ("match('x', $.absent)", false), ("match(value($..x), 'y')", true),
        ("@ == 1 && (@ == 2 || @ < 3)", true), ("!(@ == 1)", false), ("!@.a", true), ("! @.a", true),
        ("((@==1))", true), (" @ ", true), ("@\n==\t1\r", true), ("$.obj.x", true),
        ("$['obj']['x']=='y'", true),
        ("$.arr[0] == 2", true), ("$.arr[-1] == 3", true), ("$.arr[2]", false), ("$..x", true),
        ("$..zz", false),
        ("$.arr[?@==3]", true), ("$.arr[?@==4]", false), ("$.arr[?@==count($.one[*])]", false),
        ("length( 'a' )==1", true), ("1==1 && 2==2 || 3==4", true), ("1==2 || 1==3 || @", true),
        ("1==2 && 1==1 || 1==1", true), ("false == false", true), ("'true' == true", false),
    ]

    @Test("compares as the tables of 2.3.5 and 2.4 say", arguments: truths)
    func comparisons(condition: String, expected: Bool) throws {
        #expect(try Self.holds(condition) == expected)
    }

    static let equalities: [(String, String, Bool)] = [
        ("[]", "[]", true), ("{}", "{}", true), ("[]", "{}", false), ("[1,[2]]", "[1.0,[2]]", true),
        ("[1,2]", "[2,1]", false), ("[1]", "[1,1]", false), (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, true),
        (#"{"a":1}"#, #"{"a":1,"b":1}"#, false), (#"{"a":1,"b":1}"#, #"{"a":1}"#, false),
        (#"{"a":{"b":[{}]}}"#, #"{"a":{"b":[{}]}}"#, true),
        (#"{"a":{"b":[{}]}}"#, #"{"a":{"b":[[]]}}"#, false),
        (#""\u0061""#, #""a""#, true), ("1e400", "1e401", true),
        ("18446744073709551616", "1.8446744073709552e19", true),
    ]

    @Test("compares lists and tables by what is in them", arguments: equalities)
    func equality(left: String, right: String, expected: Bool) throws {
        let json = #"[{"l":\#(left),"r":\#(right)}]"#
        #expect(try (selected("$[?@.l==@.r]", json) == "[]") != expected)
        #expect(try (selected("$[?@.l!=@.r]", json) == "[]") == expected)
    }

    @Test("takes names of any character") func names() throws {
        try Self.check(
            [
                ("$.é", "[1]"), ("$.😀", "[2]"), ("$._a9", "[3]"), ("$['']", "[4]"), (#"$["\n\t"]"#, "[5]"),
                (#"$["\ud83d\ude00"]"#, "[2]"), (#"$['\u00E9']"#, "[1]"), (#"$["\"/\\"]"#, "[6]"),
                (#"$["\"\/\\"]"#, "[6]"), (#"$['"/\\']"#, "[6]"), ("$['*']", "[7]"), ("$['$']", "[8]"),
                ("$[':']", "[9]"), (#"$["'"]"#, "[10]"), (#"$['\'']"#, "[10]"), ("$['a,b']", "[11]"),
                (#"$['\b\f\r']"#, "[12]"), ("$['\u{7F}']", "[13]"), ("$['0']", "[14]"), ("$['-1']", "[14]"),
                (#"$['\u0000']"#, "[15]"), ("$['A']", "[]"), ("$.a", "[16]"), (#"$['\u0061']"#, "[16]"),
            ],
            on:
                #"{"é":1,"😀":2,"_a9":3,"":4,"\n\t":5,"\"/\\":6,"*":7,"$":8,":":9,"'":10,"a,b":11,"\b\f\r":12,"#
                + "\"\u{7F}\":13," + #""0":14,"-1":14,"\u0000":15,"a":17,"a":16}"#)
    }

    @Test("sees the last of members with one name") func replaced() throws {
        try Self.check(
            [("$.a", "[3]"), ("$.*", "[2,3]"), ("$..*", "[2,3]"), ("$[?@>0]", "[2,3]")],
            on: #"{"a":{"x":1},"b":2,"a":3}"#)
        let many = (0..<100).map { "\"n\($0 % 50)\":\($0)" }.joined(separator: ",")
        let rest = "[" + (50..<100).map { "\($0)" }.joined(separator: ",") + "]"
        #expect(try selected("$.*", "{\(many)}") == rest)
    }

    static let wrong = [
        "", " ", " $", "$ ", "a", "@", "@.a", "$.", "$..", "$.a.", "$.a..", "$...a", "$. a", "$.\na", "$.. a",
        "$.'a'",
        "$.\"a\"", "$.1", "$.1a", "$.a-b", "$.&", "$.[0]", "$.[*]", "$[", "$]", "$[]", "$[ ]", "$[0", "$['a'",
        "$['a]",
        "$[\"a']", "$['a\"]", "$[a]", "$[01]", "$[-0]", "$[-01]", "$[00]", "$[1.0]", "$[1e2]", "$[+1]",
        "$[--1]",
        "$[-]", "$[- 1]", "$[9007199254740992]", "$[-9007199254740992]",
        "$[231584178474632390847141970017375815706]",
        "$[1:9007199254740992]", "$[01:2]", "$[1:02]", "$[1:2:03]", "$[-0:1]", "$[1:-0]", "$[::-0]",
        "$[1:2:3:4]",
        "$[:::]", "$['a':1]", "$[1:'a']", "$[0 1]", "$[0,]", "$[,0]", "$[0,,1]", "$['a' 'b']", "$[**]",
        "$.**", "$*",
        "$a b", "$.a b", #"$['\a']"#, #"$['\"']"#, #"$["\'"]"#, #"$['\u12']"#, #"$['\u12G4']"#,
        #"$['\ud83d']"#,
        #"$['\ude00']"#, #"$['\ud83d\u0041']"#, #"$['\ud83d\ud83d']"#, #"$['\ud83dx']"#, #"$['\U0041']"#,
        #"$['\x41']"#,
        #"$['\']"#, "$['a\u{0}']", "$['a\nb']", "$[\"\t\"]", #"$["\ue"]"#, #"$["\uFF1"]"#, "$['\u{1F}']",
        "$[?]", "$[?()]", "$[?true]", "$[?1]", "$[?'a']", "$[?null]", "$[?@.a==]", "$[?==1]", "$[?@.a=1]",
        "$[?@.a===1]",
        "$[?@.a<>1]", "$[?@.a=='a]", "$[?@.a && ]", "$[?|| @.a]", "$[?@.a & @.b]", "$[?@.a | @.b]",
        "$[?@.a and @.b]",
        "$[?!1]", "$[?!true]", "$[?!@.a==1]", "$[?!!@.a]", "$[?(@.a]", "$[?@.a)]", "$[?(@.a)==1]",
        "$[?1==(@.a)]",
        "$[?@.*==1]", "$[?1==@.*]", "$[?@..a==1]", "$[?@[0,1]==1]", "$[?@['a','b']==1]", "$[?@[0:1]==1]",
        "$[?@[*]==1]",
        "$[?@[?@.a]==1]", "$[?@.a==@.*]", "$[?@.a==1==1]", "$[?@.a==01]", "$[?@.a==1.]", "$[?@.a==.5]",
        "$[?@.a==+1]",
        "$[?@.a==1e]", "$[?@.a==0x1]", "$[?@.a==-]", "$[?@.a==- 1]", "$[?@.a==-.1]", "$[?@.a==True]",
        "$[?@.a==TRUE]",
        "$[?@.a==NULL]", "$[?@.a==a]", "$[?@.a=={}]", "$[?@.a==[]]", "$[?a]", "$[?@a]", "$[? ]", "$[?@.a,]",
        "$[?@.a?@.b]",
        "$[?length(@)]", "$[?length()==1]", "$[?length(@.a,@.b)==1]", "$[?length(@.*)==1]",
        "$[?length (@)==1]",
        "$[?length(@==1)==1]", "$[?length(match(@,'a'))==1]", "$[?count(@.*)]", "$[?count()==1]",
        "$[?count(1)==1]",
        "$[?count('a')==1]", "$[?count(true)==1]", "$[?count(@.*,@.*)==1]", "$[?count(value(@.a))==1]",
        "$[?value(@.a)]", "$[?value()==1]", "$[?value('a')==1]", "$[?value(@.a,@.b)==1]",
        "$[?match(@.a,'a')==true]",
        "$[?true==match(@.a,'a')]", "$[?match(@.a)]", "$[?match()]", "$[?match(@.a,'a','b')]",
        "$[?match(@.*,'a')]",
        "$[?match(@.a,@.*)]", "$[?search(@.a,'a')==1]", "$[?search(@.a)]", "$[?search(@.a,'a' 'b')]",
        "$[?Length(@)==1]",
        "$[?foo(@)]", "$[?length(@]", "$[?length(@)==1", "$[?1]]", "$[?@.a == $line.b]", "$[?@.a]x",
        "$[(@.a)]",
        "$[?match(@.a,'(')]", "$[?search(@.a,'[')]", "$$", "$@", "$-a", "$1",
        "$" + String(repeating: "[?@", count: 100), "$[?" + String(repeating: "(", count: 10_000),
        "$[?" + String(repeating: "length(", count: 10_000), "$[?" + String(repeating: "!(", count: 10_000),
    ]

    @Test("is refused when it is wrong", arguments: wrong)
    func mistakes(text: String) {
        let error = #expect(throws: Mistake.self) { try JSONPath(text) }
        #expect((1...text.unicodeScalars.count + 1).contains(error?.character ?? 0))
        #expect(error?.expected.isEmpty == false)
    }

    @Test(
        "says where it is wrong and the way out",
        arguments: [
            ("$.a-b", 4, "letters, digits or '_'; write other names as $['a-b']"),
            ("x", 1, "'$' at the start of a path"),
            ("$[01]", 3, "a number without leading zeros or '-0'"), ("$[?@.*==1]", 4, "a path to one value"),
            ("$[?lenght(@)>1]", 4, "one of the functions length, count, match, search, value"),
            ("$[?@.a==b]", 9, "true, false, null or a function"), ("$['a'", 6, "',' or ']'"),
        ])
    func remedy(text: String, character: Int, expected: String) {
        let error = #expect(throws: Mistake.self) { try JSONPath(text) }
        #expect(error?.character == character)
        #expect(error?.expected.hasPrefix(expected) == true)
    }

    @Test(
        "knows whether it leads to one value, and its beginning that does",
        arguments: [
            ("$", true, "$"), ("$.a['b'][0][-1]", true, "$.a['b'][0][-1]"),
            ("$line.total['in']", true, "$line.total['in']"),
            ("$.a.b[*].c", false, "$.a.b"), ("$..a", false, "$"), ("$line[*]", false, "$line"),
            ("$.a['b','c']", false, "$.a"),
            ("$.a[0:1]", false, "$.a"), ("$.a [0] [?@.b]", false, "$.a [0]"), ("$.*", false, "$"),
            ("$line", true, "$line"),
        ])
    func singular(text: String, isSingular: Bool, prefix: String) throws {
        let path = try JSONPath(text)
        #expect(path.isSingular == isSingular)
        #expect(path.singularPrefix == (try JSONPath(prefix)))
        #expect(path.singularPrefix.isSingular)
        #expect(path.start == (text.hasPrefix("$line") ? .name("line") : .payload))
        if isSingular { #expect(path == path.singularPrefix) }
    }

    @Test("to one value finds it without a search") func value() throws {
        var workspace = Workspace()
        let root = try read(Self.store, .all, into: &workspace)
        for text in [
            "$.store.book[1].title", "$.store.book[-1].price", "$['store'].bicycle", "$.x", "$.store[0]",
            "$.store.book[0].title[-1]", "$",
        ] {
            let path = try JSONPath(text)
            var found: [Selected] = []
            try path.select(from: root, root: root, in: &workspace, into: &found)
            let value = written(path.value(in: workspace.document, from: root), workspace.document)
            #expect(value == (found.first.map { written($0.value, workspace.document) } ?? "absent"))
        }
    }

    @Test("tells the name and place of what it selects") func places() throws {
        var workspace = Workspace()
        let root = try read(#"{"a":{"x":1,"y":[7,8]}}"#, .all, into: &workspace)
        var found: [Selected] = []
        try JSONPath("$.a['y','x']").select(from: root, root: root, in: &workspace, into: &found)
        try JSONPath("$.a.y[-1]").select(from: root, root: root, in: &workspace, into: &found)
        #expect(found.map { workspace.document.string($0.name) } == ["y", "x", ""])
        #expect(found.map(\.index) == [1, 0, 1])
    }

    @Test("gives up when a message would take too long") func bounded() throws {
        let json = "[" + Array(repeating: "1", count: 2000).joined(separator: ",") + "]"
        #expect(throws: Refusal.self) { try selected("$[?count($[*])==1]", json) }
        #expect(throws: Refusal.self) {
            try selected("$[*,*,*,*][*,*,*,*][?@]", "[[\(json)],[\(json)],[\(json)],[\(json)]]")
        }
    }

    @Test("says what its conditions look at from the payload") func payloadWants() throws {
        let inner = Interest.Want(steps: [.member("b"), .any], isWhole: true)
        #expect(try JSONPath("$line[?@.a==$.b[0]]").payloadWants == [inner])
        #expect(try JSONPath("$line[?@.a==$.b[0]]").wants == [Interest.Want(steps: [], isWhole: true)])
        #expect(try JSONPath("$.a[?@.x]").wants == [Interest.Want(steps: [.member("a")], isWhole: true)])
    }
}
