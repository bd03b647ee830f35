import Barometer
import Foundation
import Sinks
import TestKit
import Testing

@Suite("A webhook") struct WebhookTests {
    private func hook(_ taker: CallTaker, scheme: String = "http", token: String? = nil) throws -> Webhook {
        try #require(
            Webhook(address: "\(scheme)://localhost:\(taker.port)/desk", token: token, origin: .example))
    }

    @Test("is called with a CloudEvent, and its token, and no number of people")
    func event() async throws {
        let taker = try await CallTaker()
        try await hook(taker, token: "s3cret").deliver(.sample(state: .acknowledged), number: 7)
        let call = try #require(taker.calls.first)
        #expect(call.path == "/desk" && call.authorization == "Bearer s3cret")
        #expect(call.type == "application/cloudevents+json")
        #expect(
            call.body == """
                {"data":{"blind":false,"cause":"level","changed":"2026-03-14T14:20:00Z","rule":"full",\
                "since":"2026-03-14T14:15:00Z","state":"acknowledged","zone":"old-market"},\
                "datacontenttype":"application/json",\
                "dataschema":"https://data.example.org/schema/alarm.schema.json","id":"alarm/7",\
                "source":"https://data.example.org/id/system/footfalld","specversion":"1.0",\
                "subject":"zone/old-market","time":"2026-03-14T14:20:00Z",\
                "type":"org.example.footfall.alarm.v1"}
                """)
    }

    @Test(
        "knows what may pass and what will not",
        arguments: [
            (500, true), (503, true), (429, true), (401, true), (404, true), (302, true), (400, false),
        ])
    func status(status: Int, retryHelps: Bool) async throws {
        let taker = try await CallTaker()
        try taker.answer(status)
        let error = await #expect(throws: SinkError.self) {
            try await hook(taker).deliver(.sample(), number: 1)
        }
        #expect(error?.retryHelps == retryHelps && error?.remedy != "")
        // A redirect is not followed: the token would go with it.
        #expect(taker.calls.count == 1)
    }

    @Test("a server that is away, or that nobody vouches for, is an error that may pass")
    func away() async throws {
        let taker = try await CallTaker(secure: true)
        let stranger = await #expect(throws: SinkError.self) {
            try await hook(taker, scheme: "https").deliver(.sample(), number: 1)
        }
        #expect(stranger?.problem.lowercased().contains("certificate") == true)
        taker.stop()
        let gone = await #expect(throws: SinkError.self) {
            try await hook(taker).deliver(.sample(), number: 1)
        }
        #expect(gone?.retryHelps == true && taker.calls.isEmpty)
    }

    @Test(
        "has an address with http or https", arguments: ["", "desk", "ftp://a.be", "http://", "https:///x"])
    func address(text: String) {
        #expect(Webhook(address: text, token: nil, origin: .example) == nil)
    }
}

extension Alarm {
    static func sample(_ zone: String = "old-market", rule: String = "full", state: State = .raised) -> Alarm
    {
        Alarm(
            zone: .init(zone), rule: .init(rule), cause: .level, state: state, since: .at("14:15"),
            changed: .at("14:20"))
    }
}
