import Barometer
import Foundation

/// Effects in words that need no statistics.
struct EffectWords {
    let say: ReportLanguage

    init(_ language: ReportLanguage) {
        say = language
    }

    /// `85 % meer`, `20 % minder`, `2,4 keer zoveel`.
    func change(_ uplift: Uplift) -> String {
        switch uplift.percent {
        case ..<0: say("\(say.percent(-uplift.percent)) minder", "\(say.percent(-uplift.percent)) fewer")
        case 0: say("even veel", "as many")
        case 1..<100: say("\(say.percent(uplift.percent)) meer", "\(say.percent(uplift.percent)) more")
        default: say("\(times(uplift)) keer zoveel", "\(times(uplift)) times as many")
        }
    }

    /// What follows `change` before that with which it is compared.
    func than(_ uplift: Uplift) -> String {
        (1..<100).contains(uplift.percent) || uplift.percent < 0 ? say("dan", "than") : say("als", "as")
    }

    /// `tussen 62 en 110 % meer`; in times where the effect itself is.
    func between(_ estimate: ImpactDetail.Estimate) -> String {
        let (low, high) = (estimate.lower, estimate.upper)
        let (between, and) = (say("tussen", "between"), say("en", "and"))
        if low.percent >= 1000 { return change(low) }
        if low.percent >= 0, estimate.uplift.percent >= 100 {
            return "\(between) \(times(low)) \(and) \(times(high)) \(say("keer zoveel", "times as many"))"
        }
        if low.percent >= 0 {
            return "\(between) \(low.percent) \(and) \(say.percent(high.percent)) \(say("meer", "more"))"
        }
        if high.percent <= 0 {
            return "\(between) \(-high.percent) \(and) \(say.percent(-low.percent)) \(say("minder", "fewer"))"
        }
        return "\(between) \(change(low)) \(and) \(change(high))"
    }

    /// `2,4`; the scale ends at eleven times.
    private func times(_ uplift: Uplift) -> String {
        uplift.percent >= 1000
            ? say("meer dan 11", "more than 11") : say.decimal(Double(100 + uplift.percent) / 100)
    }

    /// How seldom days without event stray so far, as it may be said with the score in tenths.
    func chance(_ score: Score) -> String {
        let one = abs(score.tenths) >= 27 ? 100 : abs(score.tenths) >= 21 ? 20 : 10
        return say(
            "Zo’n groot verschil komt zonder evenement minder dan 1 keer op \(one) voor.",
            "Without an event, so large a difference comes up less than 1 time in \(one).")
    }

    /// From how many percent on a rise or a fall would have been seen, in steps of 5.
    func seen(_ estimate: ImpactDetail.Estimate) -> String {
        let width = Double(100 + estimate.upper.percent) / Double(max(1, 100 + estimate.lower.percent))
        let (more, fewer) = (Self.step(width.squareRoot() - 1), Self.step(1 - 1 / width.squareRoot()))
        return say(
            "Pas vanaf ongeveer \(say.percent(more)) meer of \(say.percent(fewer)) minder zou een effect hier opvallen.",
            "Only from about \(say.percent(more)) more or \(say.percent(fewer)) fewer on would an effect stand out here."
        )
    }

    private static func step(_ ratio: Double) -> Int { 5 * Int((ratio * 20).rounded(.up)) }
}

extension Impact.Grade {
    /// How far it can be leaned on, in a word.
    var trust: Words {
        switch self {
        case .a: Words(nl: "hoog", en: "high")
        case .b: Words(nl: "middel", en: "medium")
        case .c: Words(nl: "laag", en: "low")
        case .d: Words(nl: "niet te berekenen", en: "not computable")
        }
    }
}
