import Barometer
import Foundation
import TestKit
import Testing

@testable import Sinks

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
            let text = try await browser.text(once: "Live verbonden", "De new")
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
            #expect(text.contains("Stad Mechelen"))
        }
    }

    @Test("speaks English when asked")
    func english() async throws {
        try await TestSite.serve(zones: ["busy"]) { site in
            try await site.publish(.sample(1, .sample("busy")))
            let browser = try await Browser()
            try await browser.open(site.address + "/?lang=en")
            let text = try await browser.text(once: "Live connection", "De busy (en)")
            #expect(text.contains("Busy, as usual on Saturday at 3 pm."))
            #expect(text.contains("How busy is Mechelen now?"))
            #expect(try await browser.evaluate("document.documentElement.lang") == "en")
        }
    }

    @Test("says beside the number what it is compared with, and why", arguments: ["nl", "en"])
    func reasons(language: String) async throws {
        let zones = ["fair", "plain", "calm", "feast", "crowded", "new-gate"]
        try await TestSite.serve(zones: zones) { site in
            try await site.publish(
                .sample(
                    1,
                    .sample(
                        "fair", content: .sample(index: 140), completeness: 0.7,
                        reasons: [
                            .sensors(.init(2, of: 3)), .marketDay, .schoolHoliday, .event, .declaredBreak,
                            .sensorChanged,
                        ])),
                .sample(2, .sample("plain")), .sample(3, .sample("calm", content: .sample(index: 60))),
                .sample(4, .sample("feast", content: .sample(index: 85), reasons: [.publicHoliday])),
                .sample(
                    5, .sample("crowded", content: .sample(index: 300), reasons: [.shoppingSunday])),
                .sample(6, .sample("new-gate", content: .withheld, reasons: [.sensorChanged])))
            let browser = try await Browser()
            try await browser.open(site.address + "/?lang=\(language)")
            _ = try await browser.text(
                once: language == "nl" ? "Live verbonden" : "Live connection", "De plain")
            for (zone, sentences) in Self.reasons[language] ?? [:] {
                let card = try await browser.evaluate(
                    "document.querySelector('[data-zone=\(zone)]').innerText")
                for sentence in sentences {
                    #expect(card.replacing("\u{a0}", with: " ").contains(sentence), "\(zone): \(sentence)")
                }
                #expect(!card.contains("Reden:") && !card.contains("Reason:"))
            }
        }
    }

    private static let reasons: [String: [String: [String]]] = [
        "nl": [
            "fair": [
                "40 % boven een gewone zaterdag op dit uur.", "2 van de 3 sensoren", "Marktdag",
                "Schoolvakantie",
                "evenement", "Hier wordt gewerkt", "vervangen of telt anders",
            ],
            "plain": ["Zoals een gewone zaterdag op dit uur."],
            "calm": ["40 % onder een gewone zaterdag op dit uur."],
            "feast": ["15 % onder een gewone feestdag op dit uur."],
            "crowded": ["Driemaal een gewone koopzondag op dit uur, of meer.", "Koopzondag:"],
            "new-gate": ["Geen meting", "weten we niet", "vervangen of telt anders"],
        ],
        "en": [
            "fair": [
                "40% above an ordinary Saturday at this hour.", "2 of 3 sensors", "Market day",
                "School holidays",
                "An event is on", "Works, or", "was replaced",
            ],
            "plain": ["As on an ordinary Saturday at this hour."],
            "calm": ["40% below an ordinary Saturday at this hour."],
            "feast": ["15% below an ordinary public holiday at this hour."],
            "crowded": ["Three times an ordinary shopping Sunday at this hour, or more."],
            "new-gate": ["No measurement", "was replaced"],
        ],
    ]

    @Test("says so when the connection is lost")
    func lost() async throws {
        try await TestSite.serve(zones: ["busy"], listeners: 0) { site in
            try await site.publish(.sample(1, .sample("busy")))
            let browser = try await Browser()
            try await browser.open(site.address)
            let text = try await browser.text(once: "Geen verbinding", "De busy")
            #expect(text.contains("De verbinding met de barometer is verbroken."))
        }
    }

    @Test("follows what is published while it is open")
    func live() async throws {
        try await TestSite.serve(zones: ["busy"]) { site in
            try await site.publish(.sample(1, .sample("busy")))
            let browser = try await Browser()
            try await browser.open(site.address)
            _ = try await browser.text(
                once: "Live verbonden", "Druk, zoals gewoonlijk op zaterdag om 15 uur.")
            site.clock.set(.at("14:31"))
            let next = Reading.sample(
                "busy", from: .at("14:15"),
                content: .sample(index: 150, deviation: .muchBusier, busyness: 130, level: .veryBusy))
            try await site.publish(.sample(2, next))
            let text = try await browser.text(
                once: "Zeer druk, veel drukker dan gewoonlijk op zaterdag om 15.15 uur.")
            #expect(text.contains("15:15–15:30, 1 min geleden"))
            #expect(text.contains("130 % van de gewone piek"))
            #expect(text.contains("Nu drukker dan gewoonlijk: De busy."))
        }
    }

    @Test("says what is expected in an hour, how sure it is and how often that came true, while it holds")
    func outlook() async throws {
        try await TestSite.serve(zones: ["busy", "hourly"]) { site in
            try await site.publish(.sample(1, .sample("busy")), .sample(2, .sample("hourly")))
            let browser = try await Browser()
            try await browser.open(site.address)
            let before = try await browser.text(once: "Live verbonden", "De busy")
            #expect(!before.contains("Over een uur"))
            let record = Outlook.Record(levelHit: Share(0.86), inInterval: Share(0.9))
            try await site.feed.tell([
                .outlook(.sample("busy", index: 120, level: .veryBusy, record: record)),
                .outlook(.sample("hourly", level: .quiet).asHourly),
            ])
            let text = try await browser.text(once: "Over een uur", "Komend uur")
            #expect(
                text.contains(
                    "Over een uur (16:00–16:15): zeer druk, 120 % van gewoonlijk; negen op de tien keer tussen 100 en 145 %."
                ))
            #expect(text.contains("klopte het woord in 86 % van de gevallen"))
            #expect(text.contains("lag de drukte in 90 % tussen de grenzen"))
            #expect(text.contains("Rest van de dag\n120 % (100–145 %)"))
            #expect(text.contains("Komend uur (15:15–16:15): rustig, 100 % van gewoonlijk"))
            let late = try await Browser()
            try await late.open(site.address + "/?lang=en")
            let english = try await late.text(once: "Live connection", "In an hour")
            #expect(english.contains("In an hour (16:00–16:15): very busy, 120% of usual;"))
            site.clock.set(.at("14:40"))
            site.feed.ping()
            let after = try await browser.text(once: "Verouderd")
            #expect(!after.contains("Over een uur") && !after.contains("Rest van de dag"))
        }
    }

    @Test("lets nothing run or load that is not its own")
    func policy() async throws {
        try await TestSite.serve(zones: ["busy"]) { site in
            let browser = try await Browser()
            try await browser.open(site.address)
            _ = try await browser.text(once: "Live verbonden")
            let script =
                "(()=>{const s=document.createElement('script');s.textContent='window.evil=1';document.head.append(s);return window.evil})()"
            #expect(try await browser.evaluate(script) == "undefined")
            #expect(
                try await browser.evaluate(
                    "performance.getEntriesByType('resource').every(r=>r.name.startsWith(location.origin))")
                    == "true")
            #expect(try await browser.evaluate("document.cookie+localStorage.length") == "0")
        }
    }

    @Test("fits on the narrowest telephone", arguments: [320, 1_280])
    func width(pixels: Int) async throws {
        try await TestSite.serve(zones: ["a-zone-with-a-very-long-name-indeed-1234567890", "park"]) { site in
            try await site.publish(
                .sample(
                    1, .sample("a-zone-with-a-very-long-name-indeed-1234567890", reasons: [.publicHoliday])))
            let browser = try await Browser(width: pixels)
            try await browser.open(site.address)
            _ = try await browser.text(once: "Live verbonden", "Nog niets gemeten")
            let overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            #expect(try await browser.evaluate(overflow) == "0")
        }
    }
}

extension Outlook {
    /// The same with one step of an hour.
    fileprivate var asHourly: Outlook {
        Outlook(
            zone: zone, made: made, validUntil: validUntil,
            steps: [
                .sample(Window(from: made, to: made + .seconds(3600)), level: steps.first?.peak?.level)
            ],
            restOfDay: nil, record: nil)
    }
}
