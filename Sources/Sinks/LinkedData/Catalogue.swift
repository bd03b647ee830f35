import Barometer

/// What data there is, whose it is and how to get it, as DCAT-AP Vlaanderen has it.
struct Catalogue: Sendable {
    let addresses: AddressSpace
    let publisher: PublisherDescription
    /// Whether there is an event stream.
    let hasStream: Bool
    let hasDayFiles: Bool
    /// When what the catalogue says was last changed.
    let modified: EventTime

    /// Things that the catalogue tells of, below `/id/`.
    static let names = [
        "publisher", "contact", "record/indicators", "dataset/indicators", "service/ldes", "service/api",
        "distribution/ldes", "distribution/api", "distribution/csv",
    ]

    /// `nil` while something is missing that a catalogue must have.
    var resource: Resource? {
        guard publisher.missing.isEmpty, let licence = publisher.licence else { return nil }
        let name = publisher.name
        var all: [Resource.Statement] = []
        all.say(.dcat("Catalog"))
        all.say(.dcterms("identifier"), .text(addresses.catalogue))
        all.say(
            .dcterms("title"), Words(nl: "Catalogus van \(name.nl)", en: "Catalogue of \(name.en)"))
        all.say(.dcterms("description"), description)
        all.say(.dcterms("publisher"), .resource(organisation))
        all.say(.dcat("contactPoint"), .resource(contact))
        all.say(.dcterms("license"), .address(licence))
        languages(&all)
        all.say(.dcat("dataset"), .resource(dataset(licence)))
        if hasStream { all.say(.dcat("service"), .resource(streamService(licence))) }
        all.say(.dcat("service"), .resource(programs(licence)))
        all.say(.dcat("record"), .resource(record))
        return Resource(addresses.catalogue, all)
    }

    private var title: Words {
        publisher.title
            ?? Words(nl: "Drukte en evenementimpact per zone", en: "Busyness and event impact by zone")
    }

    private var description: Words {
        publisher.description
            ?? Words(
                nl: "Relatieve indicatoren van drukte en van het effect van evenementen; geen aantallen en"
                    + " geen persoonsgegevens.",
                en: "Relative indicators of busyness and of the effect of events; no head counts and no"
                    + " personal data.")
    }

    private var organisation: Resource {
        var all: [Resource.Statement] = []
        all.say(.foaf("Agent"), .dcterms("Agent"))
        all.say(.foaf("name"), publisher.name)
        if let homepage = publisher.homepage { all.say(.foaf("homepage"), .address(homepage)) }
        return Resource(addresses.organisation(publisher.identifier), all)
    }

    private var contact: Resource {
        var all: [Resource.Statement] = []
        all.say(.vcard("Kind"))
        if let name = publisher.contactName {
            all.say(.vcard("fn"), .text(name))
        } else {
            all.say(.vcard("fn"), publisher.name)
        }
        if let email = publisher.email { all.say(.vcard("hasEmail"), .address("mailto:\(email)")) }
        if let page = publisher.contactPage { all.say(.vcard("hasURL"), .address(page)) }
        return Resource(addresses.named("contact"), all)
    }

    private var record: Resource {
        let address = addresses.named("record/indicators")
        var all: [Resource.Statement] = []
        all.say(.dcat("CatalogRecord"))
        all.say(.dcterms("identifier"), .text(address))
        all.say(.dcterms("modified"), .time(modified))
        all.say(.foaf("primaryTopic"), .address(addresses.dataset))
        return Resource(address, all)
    }

    private func dataset(_ licence: String) -> Resource {
        var all: [Resource.Statement] = []
        all.say(.dcat("Dataset"))
        all.say(.dcterms("identifier"), .text(addresses.dataset))
        all.say(.dcterms("title"), title)
        all.say(.dcterms("description"), description)
        answerable(&all)
        for (nl, en) in [("passanten", "passers-by"), ("drukte", "busyness"), ("evenementen", "events")] {
            all.say(.dcat("keyword"), Words(nl: nl, en: en))
        }
        for theme in ["TRAN", "ECON"] { all.say(.dcat("theme"), authority("data-theme/\(theme)")) }
        languages(&all)
        all.say(.dcterms("accrualPeriodicity"), authority("frequency/UPDATE_CONT"))
        if let municipality = publisher.municipality {
            all.say(
                .dcterms("spatial"), .address("http://vocab.belgif.be/auth/refnis2019/\(municipality)"))
        }
        let standards = [
            "https://data.vlaanderen.be/ns/lokale-economie", "http://www.w3.org/ns/sosa/",
        ]
        for standard in standards { all.say(.dcterms("conformsTo"), .address(standard)) }
        for distribution in distributions(licence) {
            all.say(.dcat("distribution"), .resource(distribution))
        }
        return Resource(addresses.dataset, all)
    }

    private func distributions(_ licence: String) -> [Resource] {
        let stream = distribution(
            "ldes", Words(nl: "Gebeurtenissenstroom (LDES)", en: "Event stream (LDES)"),
            at: addresses.stream, type: "text/turtle", service: "ldes", licence)
        let api = distribution(
            "api", Words(nl: "HTTP-API", en: "HTTP API"), at: "\(addresses.base)/api/v1/readings",
            type: "application/json", service: "api", licence)
        let days = distribution(
            "csv", Words(nl: "CSV per dag", en: "CSV by day"),
            at: "\(addresses.base)/days/datapackage.json", type: "text/csv", service: nil, licence)
        return (hasStream ? [stream] : []) + [api] + (hasDayFiles ? [days] : [])
    }

    private func distribution(
        _ name: String, _ title: Words, at place: String, type: String, service: String?, _ licence: String
    ) -> Resource {
        var all: [Resource.Statement] = []
        all.say(.dcat("Distribution"))
        all.say(.dcterms("title"), title)
        all.say(.dcat("accessURL"), .address(place))
        if let service { all.say(.dcat("accessService"), .address(addresses.named("service/\(service)"))) }
        all.say(
            .dcat("mediaType"), .address("https://www.iana.org/assignments/media-types/\(type)"))
        all.say(.dcterms("license"), .address(licence))
        return Resource(addresses.named("distribution/\(name)"), all)
    }

    private func streamService(_ licence: String) -> Resource {
        service(
            "ldes", Words(nl: "LDES van de indicatoren", en: "LDES of the indicators"), at: addresses.stream,
            describedAt: addresses.stream,
            following: ["https://w3id.org/ldes/specification", "https://w3id.org/tree/specification"], licence
        )
    }

    private func programs(_ licence: String) -> Resource {
        service(
            "api", Words(nl: "HTTP-API van de indicatoren", en: "HTTP API of the indicators"),
            at: "\(addresses.base)/api/v1/", describedAt: "\(addresses.base)/openapi.yaml", following: [],
            licence)
    }

    private func service(
        _ name: String, _ title: Words, at place: String, describedAt description: String,
        following standards: [String], _ licence: String
    ) -> Resource {
        let address = addresses.named("service/\(name)")
        var all: [Resource.Statement] = []
        all.say(.dcat("DataService"))
        all.say(.dcterms("identifier"), .text(address))
        all.say(.dcterms("title"), title)
        all.say(.dcat("endpointURL"), .address(place))
        all.say(.dcat("endpointDescription"), .address(description))
        all.say(.dcat("servesDataset"), .address(addresses.dataset))
        answerable(&all)
        all.say(.dcterms("license"), .address(licence))
        for standard in standards { all.say(.dcterms("conformsTo"), .address(standard)) }
        return Resource(address, all)
    }

    /// Who answers for a part of the catalogue, and who may have it.
    private func answerable(_ all: inout [Resource.Statement]) {
        all.say(.dcterms("publisher"), .address(addresses.organisation(publisher.identifier)))
        all.say(.dcat("contactPoint"), .address(addresses.named("contact")))
        all.say(.dcterms("accessRights"), authority("access-right/\(publisher.access.code)"))
    }

    /// All words are told in both.
    private func languages(_ all: inout [Resource.Statement]) {
        for language in ["NLD", "ENG"] { all.say(.dcterms("language"), authority("language/\(language)")) }
    }

    /// A code of the European lists.
    private func authority(_ code: String) -> Resource.Value {
        .address("http://publications.europa.eu/resource/authority/\(code)")
    }
}

extension AddressSpace {
    fileprivate var dataset: String { named("dataset/indicators") }

    /// - Parameter identifier: an OVO number or an address; `nil` for a name of our own.
    fileprivate func organisation(_ identifier: String?) -> String {
        guard let identifier else { return named("publisher") }
        return identifier.hasPrefix("https://")
            ? identifier : "https://data.vlaanderen.be/id/organisatie/\(identifier)"
    }
}
