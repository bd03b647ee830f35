import Barometer

/// Writes publications as entities of the Smart Data Models: `CrowdFlowObserved` and `KeyPerformanceIndicator`.
struct EntityWriter {
    let settings: ContextBrokerSettings
    let city: CityDescription

    /// `nil` of what is no entity there.
    func id(of subject: Subject) -> String? {
        switch subject {
        case .window(let zone, _): id(of: zone)
        case .event(let event, let zone):
            "urn:ngsi-ld:KeyPerformanceIndicator:\(settings.city)-\(event)-\(zone)"
        case .detail, .series: nil
        }
    }

    private func id(of zone: ZoneID) -> String { "urn:ngsi-ld:CrowdFlowObserved:\(settings.city)-\(zone)" }

    /// - Parameter gone: attributes that the broker has no value of.
    func entity(_ publication: Publication, alreadyGone gone: Set<String> = []) -> Entity? {
        guard let id = id(of: publication.subject) else { return nil }
        let attributes: [String: JSONTree]?
        var absent: Set<String> = []
        switch publication.content {
        case .reading(let reading):
            attributes = self.attributes(reading, publication)
            absent = Self.numbers.subtracting(attributes?.keys.map { $0 } ?? [])
        case .impact(let impact):
            attributes = impact.effect.map { self.attributes(impact, $0, id, publication) }
        case .retraction(.window(let zone, let window)):
            attributes = moment(zone, window)
            absent = Self.numbers
        case .detail, .series, .retraction: attributes = nil
        }
        return Entity(
            id: id, publication: publication, attributes: attributes, absent: absent,
            toDelete: absent.subtracting(gone).sorted())
    }

    /// What must not outlive the reading that it is of.
    private static let numbers: Set<String> = [
        "busynessIndex", "busynessShareOfPeak", "busynessLevel", "congested",
    ]

    private func document(
        _ type: String, _ id: String, model: String, _ attributes: [String: JSONTree]
    ) -> [String: JSONTree] {
        let models = "https://raw.githubusercontent.com/smart-data-models"
        return attributes.merging([
            "id": .text(id), "type": .text(type),
            "@context": .list([
                .text(settings.context), .text("\(models)/dataModel.\(model)/master/context.jsonld"),
                .text("https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld"),
            ]),
        ]) { $1 }
    }

    private func relation(to zone: ZoneID) -> JSONTree {
        .object(["type": .text("Relationship"), "object": .text("urn:ngsi-ld:Zone:\(settings.city)-\(zone)")])
    }
}

// MARK: - Zones

extension EntityWriter {
    private func attributes(_ reading: Reading, _ publication: Publication) -> [String: JSONTree] {
        var attributes = moment(reading.zone, reading.window)
        guard let measurement = reading.measurement else { return attributes }
        let end = reading.window.end
        attributes["busynessIndex"] = .property(
            .integer(measurement.index.percent), isPercent: true, at: end,
            [
                "deviation": .property(.text(measurement.deviation.rawValue)),
                "confidence": .property(.text(measurement.confidence.rawValue)),
                "completeness": .property(.decimal(reading.completeness.value)),
                "version": .property(.integer(publication.version)),
            ])
        guard let peak = measurement.peak else { return attributes }
        attributes["busynessShareOfPeak"] = .property(
            .integer(peak.busyness.percent), isPercent: true, at: end)
        attributes["busynessLevel"] = .property(
            .integer(peak.level.rawValue), at: end, ["validUntil": .property(.time(reading.validUntil))])
        attributes["congested"] = .property(.flag(peak.level == .veryBusy), at: end)
        return attributes
    }

    /// Where and when.
    private func moment(_ zone: ZoneID, _ window: Window) -> [String: JSONTree] {
        var attributes: [String: JSONTree] = [
            "dateObserved": .property(.text("\(window.start)/\(window.end)")),
            "dateObservedFrom": .property(.time(window.start)),
            "dateObservedTo": .property(.time(window.end)),
            "refZone": relation(to: zone),
        ]
        if let place = city.zones.first(where: { $0.id == zone })?.location {
            let point: JSONTree = .list([.decimal(place.longitude), .decimal(place.latitude)])
            attributes["location"] = .object([
                "type": .text("GeoProperty"),
                "value": .object(["type": .text("Point"), "coordinates": point]),
            ])
        }
        return document("CrowdFlowObserved", id(of: zone), model: "Transportation", attributes)
    }
}

// MARK: - Events

extension EntityWriter {
    private func attributes(
        _ impact: Impact, _ effect: Impact.Effect, _ id: String, _ publication: Publication
    ) -> [String: JSONTree] {
        let period: JSONTree = .object([
            "from": .text("\(impact.window.start)"), "to": .text("\(impact.window.end)"),
        ])
        return document(
            "KeyPerformanceIndicator", id, model: "KeyPerformanceIndicator",
            [
                "name": .property(.text(Impact.indicator)),
                "category": .property(.list([.text("quantitative")])),
                "organization": .property(.text(city.name)),
                "process": .property(.text(city.events[impact.event]?.name.nl ?? impact.event.name)),
                "calculationMethod": .property(.text("automatic")),
                "calculationFormula": .property(.text(Impact.method)),
                "calculationPeriod": .property(period),
                "kpiValue": value(impact, effect, publication),
                "updatedAt": .property(.time(publication.created)),
                "refZone": relation(to: impact.zone),
            ])
    }

    private func value(_ impact: Impact, _ effect: Impact.Effect, _ publication: Publication) -> JSONTree {
        .property(
            .integer(effect.uplift.percent), isPercent: true,
            [
                "intervalLower": .property(.integer(effect.lower.percent)),
                "intervalUpper": .property(.integer(effect.upper.percent)),
                "score": .property(.decimal(effect.score.value)),
                "class": .property(.text(effect.size.rawValue)),
                "grade": .property(.text(effect.grade.rawValue)),
                "confidence": .property(.text(effect.confidence.rawValue)),
                "completeness": .property(.decimal(impact.completeness.value)),
                "version": .property(.integer(publication.version)),
            ])
    }
}

extension JSONTree {
    /// - Parameters:
    ///   - isPercent: `P1` is the code for percent of UN/CEFACT.
    ///   - parts: properties of this property.
    fileprivate static func property(
        _ value: JSONTree, isPercent: Bool = false, at time: EventTime? = nil,
        _ parts: [String: JSONTree] = [:]
    ) -> JSONTree {
        var members = parts
        members["type"] = .text("Property")
        members["value"] = value
        if isPercent { members["unitCode"] = .text("P1") }
        if let time { members["observedAt"] = .text("\(time)") }
        return .object(members)
    }

    fileprivate static func time(_ time: EventTime) -> JSONTree {
        .object(["@type": .text("DateTime"), "@value": .text("\(time)")])
    }
}
