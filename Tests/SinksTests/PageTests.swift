import Barometer
import Foundation
import Sinks
import TestKit
import Testing

@Suite("The page", .serialized, .enabled(if: Browser.isInstalled, "chromium is not installed"))
struct PageTests {
    @Test("says in words what is live, and never mixes it with what is stale, withheld or unknown")
    func states() async throws {
        try await TestSite.serve(zones: ["busy", "calm", "stale", "hidden", "silent", "cold", "new"]) {
            site in
            try await site.publish(
                .sample(1, .sample("busy")),
                .sample(
                    2,
                    .sample(
                        "calm", content: .sample(index: 60, deviation: .quieter, busyness: 10, level: .quiet))
                ),
                .sample(3, .sample("stale", from: .at("12:00"))),
                .sample(4, .sample("hidden", content: .withheld, reasons: [.tooFewPassersBy])),
                .sample(5, .sample("silent", content: .withheld, completeness: 0, reasons: [.noData])),
                .sample(
                    6,
                    .sample("cold", content: .sample(deviation: .busier, level: nil), reasons: [.coldStart])))
            let browser = try await Browser()
            try await browser.open(site.address)
            let html = try await browser.html(once: "Live verbonden", "data-zone=\"new\"")
            var cards: [String: String] = [:]
            for zone in site.zones {
                cards[zone] = try await browser.evaluate(
                    "document.querySelector('[data-zone=\(zone)]').outerHTML")
            }
            let card = { [cards] (zone: String) in cards[zone] ?? "" }
            #expect(card("busy").contains("Druk, zoals gewoonlijk op zaterdag om 15&nbsp;uur."))
            #expect(card("busy").contains("data-state=\"live\""))
            #expect(card("busy").contains("15:00–15:15, 5&nbsp;min geleden"))
            #expect(card("busy").contains("100&nbsp;%"))
            #expect(card("calm").contains("Rustig, rustiger dan gewoonlijk op zaterdag"))
            #expect(card("calm").contains("60&nbsp;%"))
            #expect(card("stale").contains("Verouderd"))
            #expect(card("stale").contains("data-state=\"stale\""))
            #expect(card("hidden").contains("Niet getoond"))
            #expect(card("hidden").contains("te weinig mensen voorbij"))
            #expect(card("silent").contains("Geen meting"))
            #expect(card("cold").contains("Drukker dan gewoonlijk op zaterdag"))
            #expect(card("new").contains("Nog niets gemeten"))
            for zone in ["stale", "hidden", "silent", "cold", "new"] {
                #expect(!card(zone).contains("data-level"))
                #expect(!card(zone).contains("class=\"meter\""))
            }
            #expect(html.contains("Stad Mechelen"))
        }
    }

    @Test("speaks English when asked")
    func english() async throws {
        try await TestSite.serve(zones: ["busy"]) { site in
            try await site.publish(.sample(1, .sample("busy")))
            let browser = try await Browser()
            try await browser.open(site.address + "/?lang=en")
            let html = try await browser.html(once: "Live connection", "data-zone")
            #expect(html.contains("Busy, as usual on Saturday at 3&nbsp;pm."))
            #expect(html.contains("How busy is Mechelen now?"))
            #expect(html.contains("lang=\"en\""))
        }
    }

    @Test("says so when the connection is lost")
    func lost() async throws {
        try await TestSite.serve(zones: ["busy"], listeners: 0) { site in
            try await site.publish(.sample(1, .sample("busy")))
            let browser = try await Browser()
            try await browser.open(site.address)
            let html = try await browser.html(once: "Geen verbinding", "data-zone")
            #expect(html.contains("De verbinding met de barometer is verbroken."))
        }
    }
}
