import Barometer

/// How linked data is written down.
enum Notation: String, CaseIterable {
    case turtle, nquads

    var mediaType: String {
        switch self {
        case .turtle: "text/turtle"
        case .nquads: "application/n-quads"
        }
    }
}

/// The texts of the stream's nodes: a first node, one for each day, and pages of members.
///
/// All are functions of what they are given, so equal streams have equal bytes.
struct StreamNodes {
    let addresses: AddressSpace
    let title: Words
    let retention: StreamRetention

    private struct Text {
        let notation: Notation
        let addresses: AddressSpace
        let depth: Int

        func write(_ resources: [Resource], _ vocabularies: [Vocabulary]) -> String {
            switch notation {
            case .turtle:
                let writer = TurtleWriter(addresses: addresses, depth: depth)
                return writer.prefixes(vocabularies) + resources.map(writer.block).joined()
            case .nquads:
                var writer = NQuadsWriter(addresses: addresses)
                return writer.lines(resources)
            }
        }
    }

    /// - Parameter days: in order.
    func first(_ days: [CalendarDate], _ notation: Notation) -> String {
        var stream: [Resource.Statement] = []
        stream.say(.ldes("EventStream"))
        stream.say(.dcterms("title"), title)
        stream.say(.tree("view"), .address(addresses.stream))
        stream.say(.tree("shape"), .term(.own("MemberShape")))
        stream.say(.ldes("timestampPath"), .term(.dcterms("created")))
        stream.say(.ldes("sequencePath"), .term(.own("sequence")))
        stream.say(.ldes("versionOfPath"), .term(.dcterms("isVersionOf")))
        stream.say(.ldes("versionDeletePath"), .term(.rdf("type")))
        stream.say(.ldes("versionDeleteObject"), .term(.activity("Delete")))
        stream.say(.ldes("pollingInterval"), .integer(60))
        var node: [Resource.Statement] = []
        node.say(.tree("Node"))
        node.say(.tree("viewDescription"), .address(addresses.stream + "#view"))
        for day in days { relate(address(of: day), day, &node) }
        var view: [Resource.Statement] = []
        view.say(.ldes("EventSource"))
        view.say(.ldes("retentionPolicy"), .address(addresses.stream + "#retention"))
        var policy: [Resource.Statement] = []
        policy.say(.ldes("RetentionPolicy"))
        policy.say(.ldes("fullLogDuration"), .typed(retention.duration, .xsd("duration")))
        return Text(notation: notation, addresses: addresses, depth: 0).write(
            [
                Resource(addresses.collection, stream), Resource(addresses.stream, node),
                Resource(addresses.stream + "#view", view), Resource(addresses.stream + "#retention", policy),
            ], [.rdf, .xsd, .dcterms, .ldes, .tree, .activity, .own])
    }

    /// - Parameter pages: how many the day has.
    func day(_ day: CalendarDate, pages: Int, isOver: Bool, _ notation: Notation) -> String {
        var stream: [Resource.Statement] = []
        stream.say(.ldes("EventStream"))
        var node = self.node(isSealed: isOver)
        for page in 0..<pages { relate(address(of: day, page: page + 1), day, &node) }
        return Text(notation: notation, addresses: addresses, depth: 1).write(
            [Resource(addresses.collection, stream), Resource(address(of: day), node)],
            [.xsd, .dcterms, .ldes, .tree])
    }

    /// What a page says of itself, before its members.
    func pageHead(_ day: CalendarDate, page: Int, isSealed: Bool, _ notation: Notation) -> String {
        Text(notation: notation, addresses: addresses, depth: 2).write(
            [Resource(address(of: day, page: page), node(isSealed: isSealed))], Self.memberVocabularies)
    }

    /// Members that are stored already use these prefixes, so none may ever be taken out.
    private static let memberVocabularies: [Vocabulary] = [
        .xsd, .dcterms, .ldes, .tree, .activity, .sosa, .time, .qudt, .unit, .le, .own,
    ]

    /// A member as it stands in a page, right after the statement that it is one.
    func member(_ publication: Publication, _ notation: Notation) -> String {
        let resource = ObservationResource(addresses: addresses).resource(publication)
        let isMember = Resource(
            addresses.collection, [.init(.tree("member"), .address(addresses.version(publication)))])
        switch notation {
        case .turtle:
            let writer = TurtleWriter(addresses: addresses, depth: 2)
            return writer.block(isMember) + writer.block(resource)
        case .nquads:
            var writer = NQuadsWriter(addresses: addresses, label: "m\(publication.sequence)")
            return writer.lines([isMember, resource])
        }
    }

    private func node(isSealed: Bool) -> [Resource.Statement] {
        var node: [Resource.Statement] = []
        node.say(.tree("Node"))
        if isSealed { node.say(.ldes("immutable"), .typed("true", .xsd("boolean"))) }
        return node
    }

    /// All members below `address` were created on that day.
    private func relate(_ address: String, _ day: CalendarDate, _ node: inout [Resource.Statement]) {
        let bounds: [(String, CalendarDate)] = [
            ("GreaterThanOrEqualToRelation", day), ("LessThanRelation", day.advanced(byDays: 1)),
        ]
        for (kind, bound) in bounds {
            var relation: [Resource.Statement] = []
            relation.say(.tree(kind))
            relation.say(.tree("node"), .address(address))
            relation.say(.tree("path"), .term(.dcterms("created")))
            relation.say(.tree("value"), .time(EventTime(bound)))
            node.say(.tree("relation"), .resource(Resource(nil, relation)))
        }
    }

    private func address(of day: CalendarDate) -> String { "\(addresses.stream)/\(day)" }

    private func address(of day: CalendarDate, page: Int) -> String { "\(address(of: day))/\(page)" }
}

/// How long members stay in the stream.
struct StreamRetention {
    /// Above zero.
    let days: Int

    /// What is promised, as ISO 8601 has it: `P2Y` for 730 days.
    var duration: String { days.isMultiple(of: 365) ? "P\(days / 365)Y" : "P\(days)D" }

    /// The first day that is kept; with days to spare for the day that is not over and for leap years.
    func oldest(asOf now: EventTime) -> CalendarDate {
        now.utcDate.advanced(byDays: -(days + 1 + days / 365))
    }
}
