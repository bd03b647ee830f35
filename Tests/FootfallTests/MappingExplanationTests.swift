import Barometer
import Foundation
import Testing

@testable import Footfall

@Suite("An explanation of a mapping") struct MappingExplanationTests {
    private func table(_ members: [(String, Node)]) -> Node {
        let place = Problem.Place(file: "test")
        return Node(.table(members.map { Node.Member(key: $0.0, at: place, value: $0.1) }), at: place)
    }

    private func text(_ text: String) -> Node { Node(.scalar(text), at: .init(file: "test")) }

    private func mapping(sensor: String = "{gate}", drop: String = "snapshot") throws -> Mapping {
        let node = table([
            ("name", text("t")), ("match", table([("topic", text("x/{gate}"))])), ("drop", text(drop)),
            ("each", table([("line", text("$.lines[*]"))])), ("where", text("line.kind == 'people'")),
            (
                "fields",
                table([
                    ("sensor", text(sensor)), ("count", table([("in", text("$line.n"))])),
                    ("kind", text("delta")),
                ])
            ), ("time", table([("at", text("$.t"))])),
        ])
        let (mapping, problems) = Mapping.compile(node)
        #expect(problems.isEmpty, "\(problems)")
        return try #require(mapping)
    }

    private let payload = """
        {"t":"2026-03-14T09:15:00Z","snapshot":"SECRET","lines":[{"kind":"people","n":3},{"kind":"cars","n":9}]}
        """

    private func explain(_ mapping: Mapping, _ payload: String) -> MappingExplanation {
        MappingExplanation(
            mapping, Envelope(), topic: Array("x/g1".utf8), payload: Array(payload.utf8),
            received: EventTime(milliseconds: 1_773_479_705_000))
    }

    @Test("names topic, elements, conditions, fields and records")
    func steps() throws {
        let told = explain(try mapping(), payload).lines.joined(separator: "\n")
        for part in [
            "the topic fits 'x/{gate}'", "{gate} = 'g1'", "2 elements of $.lines[*]",
            "line.kind == 'people': yes",
            "line.kind == 'people': no, left out", "= 3 from $line.n", "result: 1 records",
        ] { #expect(told.contains(part), "\(part) is missing in:\n\(told)") }
        #expect(!told.contains("SECRET"))
    }

    @Test("tells the refusal with its remedy")
    func refusal() throws {
        let explanation = explain(try mapping(), "{\"lines\":[{\"kind\":\"people\",\"n\":-1}]}")
        #expect(explanation.lines.contains { $0.contains("out_of_range") })
        #expect(explanation.lines.contains { $0.contains("remedy: ") })
    }

    @Test(
        "gives what reading gives", arguments: ["{}", "{\"lines\":[{\"kind\":\"people\",\"n\":4}]}", "[", ""])
    func same(payload: String) throws {
        let mapping = try mapping()
        for payload in [payload, self.payload] {
            var trial = MappingTrial(mapping)
            let read = trial.read(
                Envelope(), topic: Array("x/g1".utf8), payload: Array(payload.utf8),
                received: EventTime(milliseconds: 1_773_479_705_000))
            #expect("\(explain(mapping, payload).outcome)" == "\(read)")
        }
    }
}
