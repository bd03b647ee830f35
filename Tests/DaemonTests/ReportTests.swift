import Barometer
import Footfall
import Foundation
import FoundationXML
import TestKit
import Testing

@testable import footfalld

@Suite("A report on events") struct ReportTests {
    private func plain(_ html: String) -> String { html.replacing("\u{a0}", with: " ") }

    @Test(
        "says in one sentence what an event did",
        arguments: [
            (
                85, ReportLanguage.nl,
                "Tijdens Kermis kwamen er bij De square naar schatting 95 % meer mensen voorbij dan op een gewone zaterdag (waarschijnlijk tussen"
            ),
            (
                85, .en,
                "During Kermis about 95% more people came past at The square than on an ordinary Saturday (probably between"
            ),
            (-50, .nl, "minder mensen voorbij dan op een gewone zaterdag (waarschijnlijk tussen"),
            (160, .nl, "keer zoveel mensen voorbij als op een gewone zaterdag (waarschijnlijk tussen"),
            (160, .en, "times as many people came past at The square as on an ordinary Saturday"),
            (0, .en, "Kermis had no demonstrable effect at The square: what we saw,"),
        ])
    func headline(uplift: Int, language: ReportLanguage, sentence: String) {
        let city = ReportCity(uplift: Float(uplift), people: uplift == 0 ? 7800 : 4001)
        let html = plain(city.report(nil, language).html)
        #expect(html.contains(sentence))
    }

    @Test("says why nothing can be told, and what would help", arguments: ReportLanguage.allCases)
    func withheld(language: ReportLanguage) {
        let html = plain(ReportCity(people: 4).report(nil, language).html)
        #expect(html.contains(language("dat het over enkelen zou gaan.", "would be about single persons.")))
        #expect(
            html.contains(
                language("Wat helpt: een ruimer gebied", "What helps: list the event with a wider area")))
        #expect(!html.contains("<svg"))
    }

    @Test("tells of a day that nobody measured, and of one that is not final")
    func missing() {
        let city = ReportCity()
        let future = city.edition("later", name: "Later", 240..<246)
        #expect(
            plain(city.report([future]).html).contains(
                "Wat Later bij De square deed, kunnen we niet zeggen: voor die uren zijn er geen tellingen."))
        #expect(city.report(isFinal: false).html.contains("Dit is voorlopig"))
        #expect(!city.report().html.contains("Dit is voorlopig"))
    }

    @Test("tells of the neighbours: what they lost, and what they had of it together")
    func neighbours() {
        let html = plain(ReportCity().report().html)
        #expect(html.contains("Vlak ernaast (De alley en De mall)"))
        #expect(html.contains("Evenement en buurt samen: "))
        let english = ReportCity().report([ReportCity().edition(zones: ["park"])], .en).html
        #expect(!english.contains("And the neighbourhood?"))
    }

    @Test("no count is on a page unless it is the owner's own")
    func counts() throws {
        let (open, own) = (ReportCity().report().html, ReportCity().report(isPrivate: true).html)
        for count in ["7.919", "4.001"] {
            #expect(own.contains(">\(count)<"))
            let digits = open.split { !$0.isNumber && $0 != "." && $0 != "," }
            #expect(!digits.contains { $0.replacing(#/[.,]/#, with: "") == count.replacing(".", with: "") })
        }
        #expect(own.contains("Privé: niet publiceren") && !open.contains("Privé"))
    }

    @Test("the same input gives the same page")
    func determinism() {
        let editions = [ReportCity().edition(), ReportCity().edition("two", zones: ["square", "mall"])]
        for language in ReportLanguage.allCases {
            #expect(
                ReportCity().report(editions, language).html == ReportCity().report(editions, language).html)
        }
    }

    @Test("a text from outside never becomes markup")
    func hostile() throws {
        let name = "</title><script>alert(1)</script>&\"'\u{1}\u{b}"
        let city = ReportCity()
        let html = city.report([city.edition(name: name), city.edition("b", name: name)], isPrivate: true)
            .html
        #expect(!html.contains("<script"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;"))
        #expect(try elements(of: html) > 100)
    }

    @Test("a page is well-formed whatever is on it", arguments: ReportLanguage.allCases)
    func wellFormed(language: ReportLanguage) throws {
        let city = ReportCity()
        let editions = [
            city.edition(series: "fairs"), city.edition("two", zones: ["square", "mall"], series: "fairs"),
            city.edition("night", 21..<27, zones: ["park"]), city.edition("days", 10..<70),
            city.edition("later", 240..<246),
        ]
        let html = city.report(
            editions, language, isPrivate: true, missing: [city.edition("coming", 480..<490)]
        ).html
        #expect(html.contains(language("het is nog niet voorbij", "it is not over yet")))
        #expect(try elements(of: html) > 500)
        #expect(html.contains(language("twee edities samen", "two editions together")))
        #expect(html.contains(language("Dag per dag", "Day by day")))
        #expect(try elements(of: city.report([], language).html) > 10)
    }

    /// Read as XML, which forgives nothing.
    private func elements(of html: String) throws -> Int {
        final class Counter: NSObject, XMLParserDelegate {
            var elements = 0
            func parser(
                _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
                qualifiedName: String?, attributes: [String: String]
            ) { elements += 1 }
        }
        let counter = Counter()
        let parser = XMLParser(data: Data(html.utf8))
        parser.delegate = counter
        let isRead = parser.parse()
        try #require(isRead, "line \(parser.lineNumber): \(parser.parserError.debugDescription)")
        return counter.elements
    }
}
