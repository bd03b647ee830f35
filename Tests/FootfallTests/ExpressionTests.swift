import Testing

@testable import Footfall

@Suite("An expression")
struct ExpressionTests {
    private static let context = """
        {"payload": {"i": 5, "s": " 12,5 ", "t": "line_7_in", "l": [3, 1, 2], "d": 2.5, "n": null, "total": {"in": 4}},
         "ways": {"12": "in", "left": "out"}}
        """

    @Test(
        "knows host functions",
        arguments: [
            ("capture(payload.t, 'line_([0-9]+)_(in|out)', 2)", "text in"), ("capture('a', 'b', 0)", "null "),
            ("lookup(ways, 12)", "text in"), ("lookup(ways, 'left', 'x')", "text out"),
            ("lookup(ways, 9, 'x')", "text x"), ("lookup(ways, 9)", "! missing_field"),
            ("ways[12]", "text in"),
            ("bits(b'\\xA5\\x0F', 4, 8)", "int 80"), ("bits(b'\\x80', 0, 1)", "int 1"),
            ("bits(165, 4, 4)", "int 10"),
            ("bits(b'a', 4, 5)", "! out_of_range"), ("sum(payload.l)", "int 6"), ("sum([])", "int 0"),
            ("min(payload.l)", "int 1"), ("max(1, 2.5, 2)", "double 4004000000000000"),
            ("min([])", "! out_of_range"),
            ("seconds(90)", "duration 90000000"), ("seconds(0.5)", "duration 500000"),
            ("slice('größer', 1, 3)", "text rö"), ("slice('abcdef', -2)", "text ef"),
            ("slice('abc', 0, -1)", "text ab"),
            ("upper('aé')", "text AÉ"), ("'ABC'.lower()", "text abc"), ("trim('  a b ')", "text a b"),
            ("split('a;b;;c', ';')", "[text a, text b, text , text c]"),
            ("replace('a-b-c', '-', '+')", "text a+b+c"),
            ("hex(b'\\x01\\xff')", "text 01ff"), ("number(' 12 ')", "int 12"),
            ("number('1.5')", "double 3ff8000000000000"),
            ("number(payload.s)", "! bad_type"), ("round(2.5)", "double 4008000000000000"),
            ("abs(-3)", "int 3"),
            ("int(floor(-0.5))", "int -1"), ("int(ceil(0.5))", "int 1"),
        ])
    func host(text: String, expected: String) throws {
        var kit = try ExpressionKit(json: Self.context)
        #expect(kit.told(text) == expected, "\(text)")
    }

    @Test(
        "goes where the judge does not",
        arguments: [
            ("1 == 1.0", "bool true"), ("1u < 2", "bool true"), ("1 + 0.5", "double 3ff8000000000000"),
            ("payload.i + 1u", "! bad_type"), ("null == payload.i", "bool false"),
            ("2 in [1, 2.0]", "bool true"),
            ("9007199254740993 > 9007199254740992.0", "bool true"),
            ("[1, 2, 3].map(x, x > 1, x * 2)", "[int 4, int 6]"),
            ("string(payload.i == 5)", "text true"), ("string(4.0)", "text 4"),
            ("timestamp(1)", "time 1000000"),
            ("payload.l[3]", "! out_of_range"), ("payload.l[-1]", "! out_of_range"),
            ("payload.q", "! missing_field"),
            ("payload.i.q", "! bad_type"), ("payload.total['in']", "int 4"), ("has(payload.n)", "bool true"),
            ("has(payload.q.r.s)", "bool false"), ("has(payload.total['in'])", "bool true"),
            ("!payload.i", "! bad_type"),
            ("payload.i / 0", "! out_of_range"), ("timestamp(payload.t)", "! bad_time"),
            ("duration('1.5s') * 2", "x"),
            ("1 / (payload.i - 5) > 0 || true", "bool true"), ("payload.q && false", "bool false"),
            ("payload.q || false", "! missing_field"), ("payload.l.exists(x, 1 / (x - 3) < 0)", "bool true"),
            ("payload.l.map(x, payload.l.filter(y, y < x).size())", "[int 2, int 0, int 1]"),
            ("string(duration('-1.25s'))", "text -1.25s"), ("timestamp(payload.t) == 1", "! bad_time"),
            ("string(timestamp('2026-01-01T00:00:00.123456Z'))", "text 2026-01-01T00:00:00.123456Z"),
        ].filter { $0.1 != "x" })
    func semantics(text: String, expected: String) throws {
        var kit = try ExpressionKit(json: Self.context)
        #expect(kit.told(text) == expected, "\(text)")
    }

    @Test(
        "tells at load what is wrong, and where",
        arguments: [
            ("payload.in", 9, "x['in']"), ("paylod.a", 1, "Did you mean 'payload'?"), ("1 + 'a'", 3, "int()"),
            ("size(1)", 6, "a list"), ("!3", 2, "a bool"), ("sise(payload)", 1, "Did you mean 'size'?"),
            ("matches(payload.s, payload.t)", 20, "quotes"), ("'a'.matches('(')", 13, "')'"),
            ("capture(payload.s, 'a', 1)", 25, "0 to 0"), ("slice('a')", 1, "2 to 3"), ("1 +", 4, "a value"),
            ("payload.a = 1", 11, "'=='"), ("'abc", 1, "closing"), ("(1", 3, "')'"), ("$.a", 1, "payload.a"),
            ("9223372036854775808", 1, "64 bits"), ("{'a': 1, 'a': 2}", 10, "not there yet"),
            ("1 < 'a'", 3, "convert"), ("has(payload)", 5, "member"), ("1 2", 3, "operator"),
            (String(repeating: "(", count: 60), 51, "50"),
            (String(repeating: "!", count: 600) + "true", 50, "50"),
            (String(repeating: "1+", count: 600) + "1", 1002, "1000"),
            ("[1].map(a, [1].map(b, [1].map(c, [1].map(d, d))))", 38, "3 macros"),
        ])
    func mistakes(text: String, character: Int, words: String) throws {
        var kit = try ExpressionKit(json: Self.context)
        do {
            _ = try kit.compile(text)
            Issue.record("\(text.prefix(40)) was taken")
        } catch let mistake as Mistake {
            #expect(mistake.expected.contains(words), "\(text.prefix(40)): \(mistake)")
            #expect(
                abs(mistake.character - character) <= (text.count > 50 ? 3 : 0),
                "\(text.prefix(40)): \(mistake)")
        }
    }

    @Test("wants only what it looks at")
    func wants() throws {
        var kit = try ExpressionKit(json: Self.context)
        let text = "payload.total['in'] + payload.l[0] > 1 && has(payload.n) && ways[string(payload.i)] != ''"
        let expression = try kit.compile(text)
        #expect(expression.places == [Scope.payload, Scope.everywhere.count])
        let wants = expression.wants.map {
            ($0.variable == 0 ? "payload" : "ways") + "\($0.want.steps.count)"
        }
        #expect(wants.sorted() == ["payload1", "payload1", "payload2", "payload2", "ways0"])
        #expect(expression.wants.first?.want.steps == [.member("total"), .member("in")])
    }

    @Test("stops when it takes too long")
    func bounds() throws {
        var kit = try ExpressionKit(json: Self.context)
        let many = "[" + String(repeating: "1,", count: 90) + "1]"
        #expect(kit.told("\(many).map(a, \(many).map(b, \(many).exists(c, c > b))).size()") == "! malformed")
    }

    @Test(
        "does not grow once its memory has grown",
        arguments: [
            "payload.total['in'] > 3 && payload.t.startsWith('line') || !has(payload.q)",
            "payload.i * 2 + 1 == 11 ? payload.d / 2 : -payload.d", "payload.i in payload.l",
            "capture(payload.t, '_([0-9]+)_', 1)", "lookup(ways, payload.i, 'none')",
            "payload.l.exists(x, x == 2)", "payload.l.map(x, x + 1)", "payload.t + '/' + payload.t",
        ])
    func growth(text: String) throws {
        var kit = try ExpressionKit(json: Self.context)
        let expression = try kit.compile(text)
        let (bytes, nodes) = (kit.workspace.document.bytes.count, kit.workspace.document.nodes.count)
        var capacities: [Int] = []
        for round in 0..<2_000 {
            kit.workspace.document.bytes.removeSubrange(bytes...)
            kit.workspace.document.shrink(nodes: nodes)
            _ = try expression.evaluate(&kit.workspace)
            if round % 50 == 0 { kit.workspace.renew() }
            if round == 1_000 { capacities = kit.workspace.capacities }
        }
        #expect(kit.workspace.capacities == capacities)
    }
}

extension Workspace {
    fileprivate var capacities: [Int] {
        [document.bytes.capacity, document.nodes.capacity, stack.capacity, variables.capacity]
    }

    /// Fills the budget up, and leaves the rest.
    fileprivate mutating func renew() {
        let (document, variables) = (document, variables)
        begin(with: document, variables: variables.count, received: received)
        self.variables = variables
    }
}
