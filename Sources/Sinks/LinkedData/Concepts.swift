import Barometer

/// The codes that stand in for words, as SKOS concepts with those words.
struct Concepts {
    let addresses: AddressSpace
    /// Kinds of events that the city knows, in its own words.
    var kinds: Set<String> = []

    /// `nil` where there is no such scheme or code.
    func concept(_ scheme: String, _ code: String) -> Resource? {
        guard let label = codes(of: scheme)?[code] else { return nil }
        var all: [Resource.Statement] = []
        all.say(.skos("Concept"))
        all.say(.skos("prefLabel"), label)
        all.say(.skos("inScheme"), .address("\(addresses.base)/id/concept/\(scheme)"))
        return Resource(addresses.concept(scheme, code), all)
    }

    /// The scheme and all its concepts; `nil` where there is none.
    func scheme(_ scheme: String) -> Resource? {
        guard let codes = codes(of: scheme) else { return nil }
        var all: [Resource.Statement] = []
        all.say(.skos("ConceptScheme"))
        for code in codes.keys.sorted() {
            guard let concept = concept(scheme, code) else { continue }
            all.say(.skos("hasTopConcept"), .resource(concept))
        }
        return Resource("\(addresses.base)/id/concept/\(scheme)", all)
    }

    private func codes(of scheme: String) -> [String: Words]? {
        guard scheme == "activiteittype" else { return Self.schemes[scheme] }
        return Dictionary(uniqueKeysWithValues: kinds.map { ($0, Words(nl: $0, en: $0)) })
    }

    /// A method that the numbers follow; `nil` for one that this release does not know.
    func procedure(_ method: String) -> Resource? {
        let label: Words? =
            switch method {
            case Reading.method: Words(nl: "barometer van de drukte", en: "crowd barometer")
            case Impact.method: Words(nl: "impact van een evenement", en: "impact of an event")
            default: nil
            }
        guard let label else { return nil }
        var all: [Resource.Statement] = []
        all.say(.sosa("Procedure"))
        all.say(.skos("prefLabel"), label)
        return Resource(addresses.procedure(method), all)
    }

    /// The software that measures.
    var system: Resource {
        var all: [Resource.Statement] = []
        all.say(.sosa("Sensor"), .prov("SoftwareAgent"))
        all.say(.skos("prefLabel"), Words(nl: "footfalld", en: "footfalld"))
        return Resource(addresses.system, all)
    }

    private static let schemes: [String: [String: Words]] = [
        "indicator": [
            Reading.indicator: Words(nl: "relatieve drukte-index", en: "relative busyness index"),
            Impact.indicator: Words(nl: "bezoekersimpact", en: "visitor impact"),
        ],
        "status": [
            Status.provisional.rawValue: Words(nl: "voorlopig", en: "provisional"),
            Status.final.rawValue: Words(nl: "definitief", en: "final"),
            Status.withheld.rawValue: Words(nl: "niet getoond", en: "withheld"),
        ],
        "deviation": [
            Deviation.quieter.rawValue: Words(nl: "rustiger dan gewoonlijk", en: "quieter than usual"),
            Deviation.usual.rawValue: Words(nl: "zoals gewoonlijk", en: "as usual"),
            Deviation.busier.rawValue: Words(nl: "drukker dan gewoonlijk", en: "busier than usual"),
            Deviation.muchBusier.rawValue: Words(
                nl: "veel drukker dan gewoonlijk", en: "much busier than usual"),
        ],
        "confidence": [
            Confidence.high.rawValue: Words(nl: "hoog", en: "high"),
            Confidence.medium.rawValue: Words(nl: "middel", en: "medium"),
            Confidence.low.rawValue: Words(nl: "laag", en: "low"),
        ],
        "class": Dictionary(uniqueKeysWithValues: Impact.Size.allCases.map { ($0.rawValue, $0.label) }),
        "grade": Dictionary(
            uniqueKeysWithValues: Impact.Grade.allCases.map {
                ($0.rawValue, Words(nl: $0.rawValue, en: $0.rawValue))
            }),
    ]
}
