import Barometer
import Footfall

/// How all numbers of a report came about, for whoever wants to know or has to answer for them.
struct MethodSection {
    private let report: Report
    private var say: ReportLanguage { report.language }

    init(_ report: Report) {
        self.report = report
    }

    var html: HTML {
        let rows = lines.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>\n" as HTML }
        return """
            <section class="method">
            <h2>\(say("Hoe u dit leest", "How to read this"))</h2>
            <dl>
            \(rows)</dl>
            <p class="version">\(say("Methode", "Method")): \(Impact.method).</p>
            </section>
            """
    }

    private var lines: [(String, String)] {
        [counted, expected, probably, score, city, reliability, privacy]
    }

    private var counted: (String, String) {
        (
            say("Wat geteld wordt", "What is counted"),
            say(
                "Voorbijgangers, geen bezoekers: wie tweemaal langskomt, telt tweemaal. Waarom iemand komt, ziet een teller niet.",
                "Passers-by, no visitors: who comes past twice counts twice. Why somebody comes, a counter does not see."
            )
        )
    }

    private var expected: (String, String) {
        (
            say("Verwacht", "Expected"),
            say(
                "Wat op die dag van de week en op dat uur gewoonlijk is. Het staat de nacht vóór elke dag vast en kent alleen eerdere dagen.",
                "What is usual on that day of the week and at that hour. It is fixed in the night before each day and knows earlier days alone."
            )
        )
    }

    private var probably: (String, String) {
        (
            say("Waarschijnlijk", "Probably"),
            say(
                "In negen op de tien gevallen ligt het ware effect tussen die twee grenzen. Hoe breed dat is, volgt uit hoe gewone dagen schommelen.",
                "In nine cases out of ten the true effect lies between those two bounds. How wide that is follows from how ordinary days stray."
            )
        )
    }

    private var score: (String, String) {
        (
            say("Score z", "Score z"),
            say(
                "Hoe groot het verschil is naast wat het toeval doet. Zonder evenement ligt z bijna altijd tussen −2 en 2; vanaf 1,6 noemen we een verschil aantoonbaar.",
                "How large the difference is beside what chance does. Without an event z nearly always lies between −2 and 2; from 1.6 on we call a difference demonstrable."
            )
        )
    }

    private var city: (String, String) {
        (
            say("Weer en vakantie", "Weather and holidays"),
            say(
                "Wat tellers elders op hetzelfde moment zagen, wordt van het verschil afgetrokken. Wat alleen op deze plek meespeelde, zoals werken, kan er nog in zitten.",
                "What counters elsewhere saw at the same time is taken out of the difference. What mattered at this place alone, such as works, may still be in it."
            )
        )
    }

    private var reliability: (String, String) {
        (
            say("Betrouwbaarheid", "Reliability"),
            say(
                "A hoog: minstens 90 % gemeten, 40 gewone dagen en 3 tellers elders. B middel: minstens 75 % en 24 dagen. C laag: minder, een feestdag of een pas gewijzigde teller. D: niet te berekenen.",
                "A high: at least 90% measured, 40 ordinary days and 3 counters elsewhere. B medium: at least 75% and 24 days. C low: less, a holiday or a counter changed of late. D: not computable."
            )
        )
    }

    private var privacy: (String, String) {
        let noise = say(
            " Tellingen kregen vooraf een kleine toevallige afwijking, zodat niemand erin te herkennen is.",
            " Counts got a small chance deviation beforehand, so that nobody can be made out in them.")
        return (
            say("Privacy", "Privacy"),
            say(
                "Alles is een verhouding tot wat gewoonlijk is, afgerond; aantallen staan er niet in. Uren waarin gewoonlijk weinig mensen voorbijkomen, worden niet getoond.",
                "All is a ratio to what is usual, rounded; there are no numbers of people. Hours in which few people usually pass are not shown."
            ) + (report.hasNoise ? noise : "")
        )
    }
}
