import Barometer

/// How a version came about, in PROV: when, from what, by which method, release and configuration. No sensor is named.
struct Lineage {
    let addresses: AddressSpace
    let subject: Subject
    let version: Int
    let created: EventTime
    let origin: StreamOrigin

    /// The version, and the activity that made it. Work is known by the moment at which it was committed, so that is
    /// both its start and its end.
    var resource: Resource {
        var all: [Resource.Statement] = []
        all.say(.prov("Entity"))
        all.say(.prov("generatedAtTime"), .time(created))
        all.say(.prov("wasDerivedFrom"), .address(addresses.passages))
        if case .event(let event, _) = subject {
            all.say(.prov("wasDerivedFrom"), .address(addresses.event(event)))
        }
        all.say(.prov("wasGeneratedBy"), .resource(activity))
        return Resource(addresses.version(version, of: subject), all)
    }

    private var activity: Resource {
        var association: [Resource.Statement] = []
        association.say(.prov("Association"))
        association.say(.prov("agent"), .address(addresses.system))
        association.say(.prov("hadPlan"), .resource(plan))
        var all: [Resource.Statement] = []
        all.say(.prov("Activity"))
        all.say(.prov("startedAtTime"), .time(created))
        all.say(.prov("endedAtTime"), .time(created))
        all.say(.prov("used"), .resource(Self.passages(in: addresses)))
        all.say(.prov("used"), .resource(Self.configuration(origin, in: addresses)))
        all.say(.prov("wasAssociatedWith"), .resource(agent))
        all.say(.prov("qualifiedAssociation"), .resource(Resource(nil, association)))
        return Resource(addresses.activity(version, of: subject), all)
    }

    private var agent: Resource {
        var all: [Resource.Statement] = []
        all.say(.prov("SoftwareAgent"))
        all.say(.dcterms("hasVersion"), .text(origin.release))
        return Resource(addresses.system, all)
    }

    private var plan: Resource {
        let method: String
        let label: Words
        switch subject {
        case .window: (method, label) = (origin.barometer, Words(nl: "barometer", en: "barometer"))
        case .event, .detail, .series:
            (method, label) = (origin.impact, Words(nl: "evenementimpact", en: "event impact"))
        }
        let number = method.split(separator: "/").last ?? ""
        var all: [Resource.Statement] = []
        all.say(.prov("Plan"))
        all.say(
            .dcterms("title"),
            Words(nl: "\(label.nl), methode \(number)", en: "\(label.en), method \(number)"))
        return Resource(addresses.procedure(method), all)
    }

    static func configuration(_ origin: StreamOrigin, in addresses: AddressSpace) -> Resource {
        var all: [Resource.Statement] = []
        all.say(.prov("Entity"))
        all.say(
            .dcterms("title"),
            Words(nl: "configuratie en mappings", en: "configuration and mappings"))
        return Resource(addresses.configuration(origin.digest), all)
    }

    /// All that was counted, as one thing that stays inside.
    static func passages(in addresses: AddressSpace) -> Resource {
        var all: [Resource.Statement] = []
        all.say(.prov("Collection"))
        all.say(
            .dcterms("title"), Words(nl: "passages, niet openbaar", en: "passages, not public"))
        return Resource(addresses.passages, all)
    }
}
