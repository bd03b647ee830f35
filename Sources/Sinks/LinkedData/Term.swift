/// A property, class or unit of a vocabulary.
struct Term: Hashable {
    let vocabulary: Vocabulary
    let name: String

    static func rdf(_ name: String) -> Term { Term(vocabulary: .rdf, name: name) }
    static func xsd(_ name: String) -> Term { Term(vocabulary: .xsd, name: name) }
    static func sosa(_ name: String) -> Term { Term(vocabulary: .sosa, name: name) }
    static func time(_ name: String) -> Term { Term(vocabulary: .time, name: name) }
    static func dcterms(_ name: String) -> Term { Term(vocabulary: .dcterms, name: name) }
    static func qudt(_ name: String) -> Term { Term(vocabulary: .qudt, name: name) }
    static func unit(_ name: String) -> Term { Term(vocabulary: .unit, name: name) }
    static func schema(_ name: String) -> Term { Term(vocabulary: .schema, name: name) }
    static func skos(_ name: String) -> Term { Term(vocabulary: .skos, name: name) }
    static func prov(_ name: String) -> Term { Term(vocabulary: .prov, name: name) }
    static func dcat(_ name: String) -> Term { Term(vocabulary: .dcat, name: name) }
    static func foaf(_ name: String) -> Term { Term(vocabulary: .foaf, name: name) }
    static func vcard(_ name: String) -> Term { Term(vocabulary: .vcard, name: name) }
    /// Of OSLO Lokale Economie.
    static func le(_ name: String) -> Term { Term(vocabulary: .le, name: name) }
    static func activity(_ name: String) -> Term { Term(vocabulary: .activity, name: name) }
    static func ldes(_ name: String) -> Term { Term(vocabulary: .ldes, name: name) }
    static func tree(_ name: String) -> Term { Term(vocabulary: .tree, name: name) }
    /// One of our own.
    static func own(_ name: String) -> Term { Term(vocabulary: .own, name: name) }

    func address(in addresses: AddressSpace) -> String { vocabulary.address(in: addresses) + name }

    /// With the vocabulary's prefix, such as `sosa:Observation`.
    var short: String { "\(vocabulary.rawValue):\(name)" }
}

/// Where terms come from, by the prefix under which all notations know it.
enum Vocabulary: String, CaseIterable {
    case rdf, xsd, sosa, time, dcterms, qudt, unit, schema, skos, prov, le, ldes, tree, dcat, foaf, vcard
    case activity = "as"
    case own = "ff"

    func address(in addresses: AddressSpace) -> String {
        switch self {
        case .rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        case .xsd: "http://www.w3.org/2001/XMLSchema#"
        case .sosa: "http://www.w3.org/ns/sosa/"
        case .time: "http://www.w3.org/2006/time#"
        case .dcterms: "http://purl.org/dc/terms/"
        case .qudt: "http://qudt.org/schema/qudt/"
        case .unit: "http://qudt.org/vocab/unit/"
        case .schema: "https://schema.org/"
        case .skos: "http://www.w3.org/2004/02/skos/core#"
        case .prov: "http://www.w3.org/ns/prov#"
        case .le: "https://data.vlaanderen.be/ns/lokale-economie#"
        case .ldes: "https://w3id.org/ldes#"
        case .tree: "https://w3id.org/tree#"
        case .dcat: "http://www.w3.org/ns/dcat#"
        case .foaf: "http://xmlns.com/foaf/0.1/"
        case .vcard: "http://www.w3.org/2006/vcard/ns#"
        case .activity: "https://www.w3.org/ns/activitystreams#"
        case .own: addresses.vocabulary
        }
    }
}
