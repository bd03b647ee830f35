import Barometer
import Foundation
import TestKit
import Testing

@testable import Sinks

@Suite("Linked data") struct LinkedDataTests {
    static let addresses = AddressSpace(base: "https://data.example.org")

    /// Names that no notation likes.
    static let hostile = [
        "Grote Markt", "\"quoted\" \\ back", "line\nbreak\r\ttab", "\u{0}\u{1}\u{7F}\u{85}\u{2028}",
        "😀 é ẞ Ω", "'''\"\"\"", "@nl ^^<x> .", "{{}} [] ;", "\\u0041 \\n", " ",
    ]

    private struct Case: Encodable {
        let turtle: String
        let nquads: String
        let jsonld: String
        let context: JSONTree
        let address: String
        let value: Indicator?
        let labels: [String]
        /// Whether the value is one that the shapes take: the cold start has its reason.
        let conforms: Bool
    }

    private func cases(seed: UInt64, _ count: Int) throws -> [Case] {
        try PublicationsByChance(seed: seed).prefix(count).enumerated().map { number, publication in
            let name = Words(
                nl: Self.hostile[number % Self.hostile.count],
                en: Self.hostile[number / 3 % Self.hostile.count])
            return try makeCase(publication, name)
        }
    }

    private func makeCase(_ publication: Publication, _ name: Words) throws -> Case {
        let event = publication.impact?.event
        let city = CityDescription(
            name: "", timeZone: "UTC", attribution: nil,
            zones: publication.subject.zone.map { [.init(id: $0, name: name)] } ?? [],
            events: event.map { [$0: EventDescription(name: name, kind: "markt")] } ?? [:])
        let addresses = Self.addresses
        let resource = ObservationResource(addresses: addresses, city: city, tellsLineage: true)
            .resource(publication)
        var lines = NQuadsWriter(addresses: addresses)
        let isCold = publication.reading?.measurement.map { $0.peak == nil } ?? false
        let hasReasons = !(publication.reading?.reasons.isEmpty ?? true)
        let effect = publication.impact?.effect
        return Case(
            turtle: TurtleWriter(addresses: addresses).document([resource]), nquads: lines.lines([resource]),
            jsonld: try JSON.text(JSONLDWriter(addresses: addresses).document(resource)),
            context: JSONLDContext(addresses: addresses).document, address: addresses.version(publication),
            value: publication.indicator, labels: publication.indicator == nil ? [] : [name.nl, name.en],
            conforms: (!isCold || hasReasons)
                && (effect.map { $0.lower <= $0.uplift && $0.uplift <= $0.upper } ?? true))
    }

    @Test("says in each notation what the value says, whatever it is", arguments: [1, 2] as [UInt64])
    func roundTrip(seed: UInt64) async throws {
        try await Folder.use { folder in
            let cases = try cases(seed: seed, 250)
            let lines = try cases.map { try JSON.text($0) + "\n" }.joined()
            try Data(lines.utf8).write(to: URL(filePath: folder + "cases"))
            let shapes = Judge.file("standards/shapes/member.ttl")
            let verdict = try await Judge.Sitting("linked_data.py", [folder + "cases", shapes]).verdict()
            #expect(verdict.code == 0, "\(verdict.text)")
            #expect(verdict.text.contains("250 cases") && verdict.text.contains(" 0 differences"))
        }
    }

    @Test("has an address for each window and length, and finds the window by it")
    func windows() throws {
        var addresses: Set<String> = []
        for seconds in [60, 300, 900, 3600, 82_800, 86_400, 90_000, 61] as [Int64] {
            for end in [EventTime.at("09:15"), .at("09:15:30"), .at("09:15:30") + .milliseconds(7)] {
                let window = Window(from: end - .seconds(seconds), to: end)
                addresses.insert(window.addressPart)
                #expect(Window(addressPart: window.addressPart) == window)
            }
        }
        #expect(addresses.count == 24)
        #expect(addresses.contains("20260314T091500Z-PT15M") && addresses.contains("20260314T091500Z-PT25H"))
    }

    @Test(
        "finds no window in other words",
        arguments: [
            "", "-", "20260314T091500Z", "20260314T091500Z-", "20260314T091500Z-PT", "20260314T091500Z-PT0M",
            "20260314T091500Z-PT60M", "2026-03-14T09:15:00Z-PT15M", "20260314T091500Z-PT15M ",
            "20261314T091500Z-PT15M", "20260314T0915é0Z-PT15M", "20260314T091500Z-P1D",
            "20260314T101500+01:00-PT15M", "20260314T091500Z-PT99999999999999999999H",
        ])
    func noWindow(text: String) {
        #expect(Window(addressPart: text) == nil)
    }

    @Test("escapes what may not stand in an address, wherever it came from")
    func address() {
        let hostile = EventID("feest \"<>{}|\\^`/?#%é\n")
        let address = Self.addresses.event(hostile)
        #expect(
            address
                == "https://data.example.org/id/event/feest%20%22%3C%3E%7B%7D%7C%5C%5E%60%2F%3F%23%25%C3%A9%0A"
        )
        #expect(Escaping.bracketed(address) == "<\(address)>")
        #expect(Escaping.bracketed("https://a.org/ é\u{85}<") == "<https://a.org/%20é%C2%85%3C>")
    }
}
