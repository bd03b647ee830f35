import Barometer

/// A column of readings and impacts as a table: its name, and what may stand in it.
struct IndicatorColumn {
    /// As in the header.
    let name: String
    let title: Words
    let kind: Kind
    /// Whether no cell of it is empty.
    var isRequired = false
    var meaning: Words?

    enum Kind {
        case text
        /// One of these.
        case word([String])
        /// In UTC, to the second.
        case time
        case number
        case share
        /// A whole number within bounds; `nil` is no upper one.
        case whole(from: Int, to: Int?)
        /// To a tenth.
        case tenths
    }

    /// In the order in which they are written; the first five tell a row from all others.
    static let all: [IndicatorColumn] = key + values + about

    static let keyCount = key.count

    private static let key: [IndicatorColumn] = [
        .init(
            name: "zone", title: Words(nl: "Zone", en: "Zone"), kind: .text, isRequired: true,
            meaning: Words(nl: "Slug van de zone", en: "Slug of the zone")),
        .init(
            name: "event", title: Words(nl: "Evenement", en: "Event"), kind: .text,
            meaning: Words(
                nl: "Slug van de editie; alleen bij bezoekersimpact",
                en: "Slug of the edition; of bezoekersimpact only")),
        .init(
            name: "indicator", title: Words(nl: "Indicator", en: "Indicator"),
            kind: .word([Reading.indicator, Impact.indicator]), isRequired: true,
            meaning: Words(
                nl:
                    "relatieve-drukte-index: hoe druk tegenover gewoonlijk; bezoekersimpact: wat een evenement deed",
                en: "relatieve-drukte-index: how busy beside usual; bezoekersimpact: what an event did")),
        .init(
            name: "from", title: Words(nl: "Begin", en: "From"), kind: .time, isRequired: true,
            meaning: Words(
                nl: "Begin van het venster, UTC, inbegrepen", en: "Start of the window, UTC, inside")),
        .init(
            name: "to", title: Words(nl: "Einde", en: "To"), kind: .time, isRequired: true,
            meaning: Words(
                nl: "Einde van het venster, UTC, niet inbegrepen",
                en: "End of the window, UTC, not inside")),
    ]

    private static let values: [IndicatorColumn] = [
        .init(
            name: "value", title: Words(nl: "Waarde", en: "Value"), kind: .number,
            meaning: Words(
                nl:
                    "Index in stappen van 5 (100 = zoals gewoonlijk); bij bezoekersimpact de stijging tegenover "
                    + "verwacht (stappen van 1 tot 50, daarboven 5); leeg bij withheld. Nooit optellen",
                en:
                    "Index in steps of 5 (100 = as usual); of bezoekersimpact the uplift beside what was expected "
                    + "(steps of 1 up to 50, then 5); empty when withheld. Never add up")),
        .init(
            name: "unit", title: Words(nl: "Eenheid", en: "Unit"), kind: .word(["%"]), isRequired: true,
            meaning: Words(
                nl: "Altijd %; van value, lower, upper en busyness",
                en: "Always %; of value, lower, upper and busyness")),
        .init(name: "lower", title: Words(nl: "Ondergrens", en: "Lower bound"), kind: .number),
        .init(name: "upper", title: Words(nl: "Bovengrens", en: "Upper bound"), kind: .number),
        .init(
            name: "coverage", title: Words(nl: "Dekking van het interval", en: "Coverage of the interval"),
            kind: .share, meaning: Words(nl: "0 tot 1", en: "0 to 1")),
        .init(
            name: "deviation", title: Words(nl: "Afwijking", en: "Deviation"),
            kind: .word(Deviation.allCases.map(\.rawValue)),
            meaning: Words(nl: "Klasse van de index", en: "Class of the index")),
        .init(
            name: "busyness", title: Words(nl: "Drukte", en: "Busyness"), kind: .whole(from: 0, to: 300),
            meaning: Words(
                nl: "Procent van de eigen gewone weekpiek van de zone, stappen van 5",
                en: "Percent of the zone's own usual weekly peak, steps of 5")),
        .init(
            name: "level", title: Words(nl: "Niveau", en: "Level"), kind: .whole(from: 1, to: 4),
            meaning: Words(
                nl: "Klasse van de drukte: 1 rustig, 2 gezellig, 3 druk, 4 zeer druk",
                en: "Class of the busyness: 1 quiet, 2 lively, 3 busy, 4 very busy")),
        .init(
            name: "score", title: Words(nl: "Score", en: "Score"), kind: .tenths,
            meaning: Words(
                nl: "Alleen bij bezoekersimpact: z; standaardnormaal zonder effect",
                en: "Of bezoekersimpact only: z; standard normal without effect")),
        .init(
            name: "class", title: Words(nl: "Klasse van de stijging", en: "Class of the uplift"),
            kind: .word(Impact.Size.allCases.map(\.rawValue)),
            meaning: Words(nl: "Alleen bij bezoekersimpact", en: "Of bezoekersimpact only")),
        .init(
            name: "grade", title: Words(nl: "Kwaliteit", en: "Grade"),
            kind: .word(Impact.Grade.allCases.map(\.rawValue)),
            meaning: Words(
                nl: "Alleen bij bezoekersimpact: A best; D niet te berekenen",
                en: "Of bezoekersimpact only: A is best; D cannot be computed")),
    ]

    private static let about: [IndicatorColumn] = [
        .init(
            name: "confidence", title: Words(nl: "Vertrouwen", en: "Confidence"),
            kind: .word(Confidence.allCases.map(\.rawValue)),
            meaning: Words(nl: "high hoog, medium middel, low laag", en: "high, medium or low")),
        .init(
            name: "completeness", title: Words(nl: "Volledigheid", en: "Completeness"), kind: .share,
            isRequired: true,
            meaning: Words(
                nl: "Aandeel van de verwachte metingen, 0 tot 1",
                en: "Share of the measurements that were expected, 0 to 1")),
        .init(
            name: "status", title: Words(nl: "Status", en: "Status"),
            kind: .word(Status.allCases.map(\.rawValue)), isRequired: true,
            meaning: Words(
                nl:
                    "provisional voorlopig, final definitief, withheld niet gepubliceerd: geen getal, en nooit nul",
                en: "provisional, final, or withheld: no number, and never zero")),
        .init(
            name: "reason", title: Words(nl: "Redenen", en: "Reasons"), kind: .text,
            meaning: Words(
                nl: "Codes met een spatie ertussen; verplicht bij withheld",
                en: "Codes with a space between; never empty when withheld")),
        .init(
            name: "method", title: Words(nl: "Methode en versie", en: "Method and version"), kind: .text,
            isRequired: true),
        .init(
            name: "version", title: Words(nl: "Versie", en: "Version"), kind: .whole(from: 1, to: nil),
            isRequired: true,
            meaning: Words(
                nl: "Hier staat alleen de hoogste; elke correctie telt er een bij",
                en: "Only the highest is here; each correction adds one")),
    ]
}
