/// The short names of our JSON-LD, and what each stands for. The product serves it and never fetches one.
struct JSONLDContext {
    let addresses: AddressSpace

    /// How the values of a short name are written.
    enum Shape {
        case address
        case resource
        case literal(Term)
        case words
    }

    private static let vocabularies = Vocabulary.allCases.filter { ![.rdf, .ldes, .tree].contains($0) }

    private static let names: [(name: String, property: Term, shape: Shape)] = [
        ("isVersionOf", .dcterms("isVersionOf"), .address),
        ("created", .dcterms("created"), .literal(.xsd("dateTime"))),
        ("sequence", .own("sequence"), .literal(.xsd("integer"))),
        ("version", .own("version"), .literal(.xsd("integer"))),
        ("phenomenonTime", .sosa("phenomenonTime"), .resource),
        ("begin", .time("hasBeginning"), .resource),
        ("end", .time("hasEnd"), .resource),
        ("at", .time("inXSDDateTimeStamp"), .literal(.xsd("dateTimeStamp"))),
        ("resultTime", .sosa("resultTime"), .literal(.xsd("dateTime"))),
        ("observedProperty", .sosa("observedProperty"), .address),
        ("featureOfInterest", .sosa("hasFeatureOfInterest"), .resource),
        ("procedure", .sosa("usedProcedure"), .address),
        ("madeBy", .sosa("madeBySensor"), .address),
        ("result", .sosa("hasResult"), .resource),
        ("value", .qudt("numericValue"), .literal(.xsd("decimal"))),
        ("hasUnit", .qudt("hasUnit"), .address),
        ("lower", .own("intervalLower"), .literal(.xsd("decimal"))),
        ("upper", .own("intervalUpper"), .literal(.xsd("decimal"))),
        ("coverage", .own("intervalCoverage"), .literal(.xsd("decimal"))),
        ("deviation", .own("deviation"), .address),
        ("busyness", .own("busyness"), .literal(.xsd("decimal"))),
        ("level", .own("level"), .literal(.xsd("integer"))),
        ("levelLabel", .own("levelLabel"), .words),
        ("score", .own("score"), .literal(.xsd("decimal"))),
        ("class", .own("class"), .address),
        ("grade", .own("grade"), .address),
        ("reason", .own("reason"), .words),
        ("confidence", .own("confidence"), .address),
        ("completeness", .own("completeness"), .literal(.xsd("decimal"))),
        ("status", .own("status"), .address),
        ("validUntil", .own("validUntil"), .literal(.xsd("dateTime"))),
        ("placeboP", .own("placeboP"), .literal(.xsd("decimal"))),
        ("label", .skos("prefLabel"), .words),
        ("inScheme", .skos("inScheme"), .address),
        ("startDate", .schema("startDate"), .literal(.xsd("dateTime"))),
        ("endDate", .schema("endDate"), .literal(.xsd("dateTime"))),
        ("derivedFrom", .prov("wasDerivedFrom"), .address),
        ("generatedBy", .prov("wasGeneratedBy"), .address),
    ]

    private static let byProperty = Dictionary(
        uniqueKeysWithValues: names.map { ($0.property, (name: $0.name, shape: $0.shape)) })

    /// `nil` for a property without a short name.
    static func entry(of property: Term) -> (name: String, shape: Shape)? { byProperty[property] }

    /// The document that is served.
    var document: JSONTree {
        var members: [String: JSONTree] = ["@version": .decimal(1.1)]
        for vocabulary in Self.vocabularies {
            members[vocabulary.rawValue] = .text(vocabulary.address(in: addresses))
        }
        for (name, property, shape) in Self.names {
            var meaning: [String: JSONTree] = ["@id": .text(property.short)]
            switch shape {
            case .address: meaning["@type"] = .text("@id")
            case .resource: break
            case .literal(let type): meaning["@type"] = .text(type.short)
            case .words: meaning["@container"] = .text("@language")
            }
            members[name] = .object(meaning)
        }
        return .object(["@context": .object(members)])
    }
}
