import Barometer
import Foundation
import Mosquitto
import Sinks
import TestKit
import Testing
import Vault

@testable import footfalld

/// A daemon and a broker, both real, held against what the daemon itself says it does.
@Suite("What is promised in writing") struct ContractTests {
    private static let settings = """
        publisher:
          base_address: https://data.example.org
          contact: {email: data@example.org}
          licence: https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0
        stores: {mqtt: {broker: same}, day_files: {folder: ../days, interval: 1s}}
        alarms:
          rules: [{id: anybody, index: {raise: 1, clear: 0}, hold: 0s}]
        """

    @Test("is what goes out, over HTTP and MQTT, and nothing else does")
    func everything() async throws {
        let broker = try await Broker()
        let now = EventTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let traffic = Traffic(.init(sensors: 8, hours: 2), now: now)
        let town = try await traffic.town(broker, "contract")
        try town.add(Self.settings)
        let last = try town.publish(at: now)

        let overheard = try Overheard(broker, ["barometer/#", "footfall/#"])
        let daemon = try town.daemon()
        try await daemon.ready()
        let publisher = Publisher(broker.endpoint("p"))
        for chunk in traffic.messages.chunks(of: 500) { try await publisher.publish(chunk) }
        try await publisher.publish([OutgoingMessage(topic: "kill/the/end", payload: [])])
        try await daemon.hearsTheEnd()
        try await overheard.hears("zone/old-market/outlook")
        try await overheard.hears(#"raised"#)
        let seen = "footfall/alarm/old-market/anybody/acknowledge"
        try await publisher.publish([OutgoingMessage(topic: seen, payload: [])])
        try await overheard.hears("acknowledged")

        let documents = town.folder + "/documents"
        let http = try await Judge.Sitting(
            "http_contract.py",
            [
                try await daemon.address(), documents, "zone=old-market,alley", "event=kermis-2026",
                "series=kermis",
                "from=\(traffic.begin - .seconds(14 * 86_400))", "to=\(now)", "Last-Event-ID=\(last)",
                "day=\(now.utcDate)", "page=1", "path=zone/old-market", "scheme=deviation", "code=busier",
                "name=barometer", "subject=kermis-2026", "place=old-market", "version=v1,v2,1.0.0",
                "file=2026-03-14.csv,2026-03-14.csv-metadata.json,datapackage.json",
                "unseen=410,/days:404,/catalog:404", "digest=\(try await daemon.configuration())",
                "/doc/observation/event-impact/gone-2026/old-market=410",
            ]
        ).verdict()
        #expect(http.code == 0, "\(http.text)")
        let abuse = try await Judge.Sitting(
            "abuse.py",
            [
                try await daemon.address(), KillTests.isSoak ? "1000" : "20", "zone=old-market",
                "event=kermis-2026",
                "day=\(now.utcDate)", "page=1", "scheme=deviation", "code=busier",
            ]
        ).verdict()
        #expect(abuse.code == 0, "\(abuse.text)")
        #expect(try await daemon.get("/healthz").status == 200)
        #expect(try await daemon.stop() == 0)
        overheard.stop()
        let mqtt = try await Judge.Sitting("mqtt_contract.py", [documents, overheard.file]).verdict()
        #expect(mqtt.code == 0, "\(mqtt.text)")
    }
}

extension DaemonProcess {
    /// The digest of what it runs with, once the stream tells of an impact.
    fileprivate func configuration() async throws -> String {
        for _ in 0..<600 {
            let answer = try await get("/doc/activity/event-impact/kermis-2026/old-market/v1")
            if let digest = answer.body.firstMatch(of: #/sha256-[0-9a-f]{64}/#) { return String(digest.0) }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("nothing made the impact: \(errors)")
        return ""
    }
}

extension Town {
    /// Writes more settings below those that are there.
    fileprivate func add(_ settings: String) throws {
        let known = try String(contentsOfFile: config + "/footfall.yaml", encoding: .utf8)
        try write("footfall.yaml", known + "\n" + settings)
    }

    /// Puts into the outbox what the pipeline makes seldom: impacts, a cold start, and what is taken back.
    ///
    /// As if it were published a minute later, when the daemon runs with its settings.
    ///
    /// - Returns: the last sequence before.
    fileprivate func publish(at now: EventTime) throws -> Int {
        let store = try StateStore(in: DataFolder(path: data))
        defer { try? store.close() }
        let last = try store.lastSequence()
        let cold = Reading.sample("cold", from: now, content: .sample(level: nil), reasons: [.coldStart])
        let contents: [Publication.Content] = [
            .impact(.sample("kermis-2026")), .impact(.sample("kermis-2026", content: .sample(uplift: 0.4))),
            .impact(.sample("stoet-2026", content: .withheld, reasons: [.noData])),
            .impact(.sample("gone-2026")), .retraction(.event(EventID("gone-2026"), ZoneID("old-market"))),
            .detail(.sample("gone-2026")), .retraction(.detail(EventID("gone-2026"))),
            .detail(.sample("kermis-2026")), .series(.sample("kermis")), .series(.sample("gone")),
            .retraction(.series(EventSeriesID("gone"))), .reading(.sample("gone", from: now)),
            .retraction(.window(ZoneID("gone"), Reading.sample(from: now).window)), .reading(cold),
        ]
        _ = try store.commit(
            .init(
                position: store.position(), contents: contents, keepsakes: [], checkpoint: nil,
                now: now + .seconds(60)))
        return last
    }
}
