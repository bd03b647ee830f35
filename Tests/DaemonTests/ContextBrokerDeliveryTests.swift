import Barometer
import Foundation
import Glibc
import TestKit
import Testing
import Vault

@testable import footfalld

/// A daemon and a broker's door, both real.
@Suite("Entities on their way to a context broker") struct ContextBrokerDeliveryTests {
    private func town(_ taker: CallTaker) throws -> Town {
        let town = try Town(
            more: """
                publisher: {base_address: "https://data.example.org"}
                stores:
                  ngsi_ld: {broker: "http://127.0.0.1:\(taker.port)", city: test, token_file: token}
                """)
        _ = try town.file("config/token", "s3cret\n")
        return town
    }

    /// The highest index that the broker was told of the zone.
    private func told(_ taker: CallTaker) -> [String] {
        taker.calls.filter { $0.method == "POST" }.map { call in
            call.body.firstMatch(of: #/"dateObserved":{"type":"Property","value":"[^\/]*\/([^"]*)"/#).map {
                String($0.1)
            }
                ?? ""
        }
    }

    private func wait(until isTrue: () throws -> Bool) async throws {
        for _ in 0..<600 where try !isTrue() { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try isTrue())
    }

    @Test("come again until they are taken, and after a kill go on where they were")
    func story() async throws {
        let taker = try await CallTaker()
        let town = try town(taker)
        try taker.answer(503, headers: ["Retry-After": "1"])
        try town.publish(.reading(.sample(from: .at("14:00"))))
        var daemon = try town.daemon()
        try await daemon.says("sink does not take readings", times: 2)
        #expect(daemon.errors.contains("answered 503") && !daemon.errors.contains("s3cret"))
        daemon.send(SIGKILL)
        _ = try await daemon.ended()
        let before = taker.calls.count
        try taker.answer(204)
        try town.publish(.reading(.sample(from: .at("14:15"))), .impact(.sample()))
        daemon = try town.daemon()
        try await wait { taker.calls.count > before }
        #expect(told(taker).last == "2026-03-14T14:30:00Z")
        #expect(taker.calls.last?.authorization == "Bearer s3cret")
        #expect(try await daemon.stop() == 0)

        // Nothing is told twice after a restart, and a refusal is counted.
        let known = taker.calls.count
        try town.publish(.reading(.sample(from: .at("14:30"))))
        try taker.answer(400, #"{"type": "BadRequestData", "title": "No"}"#)
        daemon = try town.daemon()
        try await daemon.says("context broker refuses an entity")
        let refused = #"footfall_sink_refused_total{sink="ngsi_ld"} 1"#
        #expect(try await daemon.get("/metrics").body.contains(refused))
        #expect(try await daemon.get("/ngsi-context.jsonld").body.contains("busynessShareOfPeak"))
        #expect(try await daemon.stop() == 0)
        #expect(taker.calls.count == known + 1)
    }
}

extension Town {
    /// Puts something into the outbox, as if the pipeline had made it.
    fileprivate func publish(_ contents: Publication.Content...) throws {
        let store = try StateStore(in: DataFolder(path: data))
        _ = try store.commit(
            .init(
                position: store.position(), contents: contents, keepsakes: [], checkpoint: nil,
                now: .at("15:00")))
        try store.close()
    }
}
