import Barometer

/// Reasons in words for whoever reads a report.
extension Reason {
    /// Why there is no number, after "because"; `nil` for what is said beside a number.
    var why: Words? {
        switch self {
        case .noData:
            Words(nl: "voor die uren zijn er geen tellingen", en: "there are no counts of those hours")
        case .lowCoverage:
            Words(
                nl: "minder dan zes op de tien uren van het evenement zijn gemeten",
                en: "less than six in ten of the event’s hours were measured")
        case .coldStart:
            Words(
                nl: "er is nog niet bekend hoe druk het daar gewoonlijk is",
                en: "it is not known yet how busy it usually is there")
        case .tooLittleHistory:
            Words(
                nl: "er zijn minder dan acht gewone dagen om mee te vergelijken",
                en: "there are fewer than eight ordinary days to compare with")
        case .tooFewPassersBy:
            Words(
                nl: "er komen daar dan gewoonlijk zo weinig mensen voorbij dat het over enkelen zou gaan",
                en: "usually so few people pass there then that it would be about single persons")
        case .tooFewSensors:
            Words(
                nl: "één teller alleen ziet deze plek, en gewoonlijk komen er te weinig mensen voorbij",
                en: "one counter alone watches this place, and usually too few people pass")
        case .groupWithheld:
            Words(
                nl: "één van de zones moet verborgen blijven, en de som van de andere zou haar verraden",
                en: "one of the zones has to stay hidden, and the sum of the others would tell of it")
        default: nil
        }
    }

    /// What would help; `nil` where nothing does.
    var help: Words? {
        switch self {
        case .noData, .lowCoverage:
            Words(
                nl: "Wat helpt: nagaan of de tellers werken, en tellingen die er nog zijn alsnog inlezen.",
                en: "What helps: see whether the counters work, and import counts that are still somewhere.")
        case .coldStart, .tooLittleHistory:
            Words(
                nl:
                    "Wat helpt: oudere tellingen inlezen, of enkele weken langer tellen vóór het volgende evenement.",
                en: "What helps: import older counts, or count some weeks longer before the next event.")
        case .tooFewPassersBy:
            Words(
                nl: "Wat helpt: een ruimer gebied of meer uren als evenement opgeven.",
                en: "What helps: list the event with a wider area or more hours.")
        case .tooFewSensors:
            Words(
                nl: "Wat helpt: een tweede teller, of deze zone samennemen met een andere.",
                en: "What helps: a second counter, or one zone made of this and another.")
        case .groupWithheld:
            Words(
                nl: "Wat helpt: de zones in de tabel apart bekijken.",
                en: "What helps: look at the zones one by one, in the table.")
        default: nil
        }
    }

    /// What has to be kept in mind beside a number, as a sentence; `nil` for what keeps a number back.
    var caution: Words? {
        switch self {
        case .sensors(let present):
            Words(
                nl:
                    "\(present.ok) van de \(present.of) tellers werden gehoord; de andere zijn niet ingevuld.",
                en: "\(present.ok) of \(present.of) counters were heard; nothing is filled in for the others."
            )
        case .sensorChanged:
            Words(
                nl: "Een teller telt sinds minder dan twee weken anders, of is nieuw.",
                en: "A counter counts differently since less than two weeks, or is a new one.")
        case .overlap:
            Words(
                nl: "Er was nog een evenement op dezelfde plek; het effect is dat van beide samen.",
                en: "Another event was on at the same place; the effect is that of both together.")
        case .publicHoliday:
            Words(
                nl: "Het was een feestdag: vergeleken met zondagen en eerdere feestdagen, dus minder zeker.",
                en: "It was a public holiday: compared with Sundays and earlier holidays, so less sure.")
        case .shoppingSunday:
            Words(
                nl: "Het was koopzondag: vergeleken met zondagen en eerdere koopzondagen.",
                en: "It was a shopping Sunday: compared with Sundays and earlier shopping Sundays.")
        case .schoolHoliday:
            Words(
                nl: "Het was schoolvakantie; vergeleken met gewone dagen.",
                en: "It was a school holiday; compared with ordinary days.")
        case .declaredBreak:
            Words(
                nl: "De stad heeft voor die dagen iets bijzonders opgegeven, zoals werken.",
                en: "The city has declared something special for those days, such as works.")
        case .partOfDays:
            Words(
                nl: "Een deel van de dagen kan niet worden getoond; het totaal is dat van de andere.",
                en: "Some of the days cannot be told; the total is that of the others.")
        default: nil
        }
    }
}

extension ScoreSheet.Missing {
    /// Why there is no score at all, after "because".
    var why: Words {
        switch self {
        case .isNotOver:
            Words(nl: "het is nog niet voorbij", en: "it is not over yet")
        case .isForgotten:
            Words(
                nl: "de tellingen van toen worden niet meer bewaard",
                en: "what was counted then is not kept any more")
        }
    }
}
