import Barometer

/// A publication as linked data: SOSA first, the classes of OSLO beside it.
struct ObservationResource {
    let addresses: AddressSpace
    /// What is known of zones and events; `nil` names them only.
    var city: CityDescription?
    /// Whether to say what it was made from and by.
    var tellsLineage = false

    func resource(_ publication: Publication) -> Resource {
        Resource(addresses.version(publication), statements(publication))
    }

    private func statements(_ publication: Publication) -> [Resource.Statement] {
        var all: [Resource.Statement] = []
        switch publication.content {
        case .retraction: all.say(.activity("Delete"))
        case .detail, .series: break
        case .reading, .impact: all.say(.sosa("Observation"), .le("Druktemeting"))
        }
        all.say(.dcterms("isVersionOf"), .address(addresses.observation(of: publication.subject)))
        all.say(.dcterms("created"), .time(publication.created))
        all.say(.own("sequence"), .integer(publication.sequence))
        switch publication.content {
        case .detail, .series, .retraction: break
        case .reading(let reading): tell(reading, publication, &all)
        case .impact(let impact): tell(impact, publication, &all)
        }
        if tellsLineage { tellLineage(publication, &all) }
        return all
    }

    private func tell(_ reading: Reading, _ publication: Publication, _ all: inout [Resource.Statement]) {
        tell(reading.window, publication, &all)
        all.say(.sosa("hasFeatureOfInterest"), zone(reading.zone))
        tell(Reading.indicator, Reading.method, &all)
        let measurement = reading.measurement
        all.say(.sosa("hasResult"), result(measurement.map { .percent($0.index.percent) }))
        if let measurement {
            say(.own("deviation"), "deviation", measurement.deviation.rawValue, &all)
            if let peak = measurement.peak {
                all.say(.own("busyness"), .percent(peak.busyness.percent))
                all.say(.own("level"), .integer(peak.level.rawValue))
                all.say(.own("levelLabel"), peak.level.label)
            }
        }
        tell(reading.reasons, measurement?.confidence, reading.completeness, reading.content.status, &all)
        all.say(.own("validUntil"), .time(reading.validUntil))
    }

    private func tell(_ impact: Impact, _ publication: Publication, _ all: inout [Resource.Statement]) {
        tell(impact.window, publication, &all)
        all.say(.sosa("hasFeatureOfInterest"), event(impact))
        tell(Impact.indicator, Impact.method, &all)
        let effect = impact.effect
        all.say(.sosa("hasResult"), result(effect.map { .percent($0.uplift.percent) }, effect))
        if let effect {
            all.say(.own("score"), .score(effect.score))
            say(.own("class"), "class", effect.size.rawValue, &all)
        }
        if let grade = impact.grade { say(.own("grade"), "grade", grade.rawValue, &all) }
        if let effect { all.say(.own("placeboP"), .share(effect.placebo)) }
        tell(impact.reasons, effect?.confidence, impact.completeness, impact.content.status, &all)
    }

    private func tellLineage(_ publication: Publication, _ all: inout [Resource.Statement]) {
        guard publication.indicator != nil else { return }
        all.say(.prov("wasDerivedFrom"), .address(addresses.passages))
        if let impact = publication.impact {
            all.say(.prov("wasDerivedFrom"), .address(addresses.event(impact.event)))
        }
        all.say(
            .prov("wasGeneratedBy"),
            .address(addresses.activity(publication.version, of: publication.subject)))
    }

    /// What is published was computed just before: no other time is known.
    private func tell(_ window: Window, _ publication: Publication, _ all: inout [Resource.Statement]) {
        func instant(_ time: EventTime) -> Resource.Value {
            var statements: [Resource.Statement] = []
            statements.say(.time("Instant"))
            statements.say(.time("inXSDDateTimeStamp"), .typed("\(time)", .xsd("dateTimeStamp")))
            return .resource(Resource(nil, statements))
        }
        var interval: [Resource.Statement] = []
        interval.say(.time("Interval"))
        interval.say(.time("hasBeginning"), instant(window.start))
        interval.say(.time("hasEnd"), instant(window.end))
        all.say(.own("version"), .integer(publication.version))
        all.say(.sosa("phenomenonTime"), .resource(Resource(nil, interval)))
        all.say(.sosa("resultTime"), .time(publication.created))
    }

    private func tell(_ indicator: String, _ method: String, _ all: inout [Resource.Statement]) {
        say(.sosa("observedProperty"), "indicator", indicator, &all)
        all.say(.sosa("usedProcedure"), .address(addresses.procedure(method)))
        all.say(.sosa("madeBySensor"), .address(addresses.system))
    }

    private func tell(
        _ reasons: [Reason], _ confidence: Confidence?, _ completeness: Share, _ status: Status,
        _ all: inout [Resource.Statement]
    ) {
        for reason in reasons { all.say(.own("reason"), .words(reason.label.nl, language: "nl")) }
        for reason in reasons { all.say(.own("reason"), .words(reason.label.en, language: "en")) }
        if let confidence { say(.own("confidence"), "confidence", confidence.rawValue, &all) }
        all.say(.own("completeness"), .share(completeness))
        say(.own("status"), "status", status.rawValue, &all)
    }

    private func say(
        _ property: Term, _ scheme: String, _ code: String, _ all: inout [Resource.Statement]
    ) {
        all.say(property, .address(addresses.concept(scheme, code)))
    }

    private func result(_ value: Resource.Value?, _ effect: Impact.Effect? = nil) -> Resource.Value {
        var all: [Resource.Statement] = []
        all.say(.sosa("Result"), .qudt("QuantityValue"))
        if let value { all.say(.qudt("numericValue"), value) }
        all.say(.qudt("hasUnit"), .term(.unit("PERCENT")))
        if let effect {
            all.say(.own("intervalLower"), .percent(effect.lower.percent))
            all.say(.own("intervalUpper"), .percent(effect.upper.percent))
            all.say(.own("intervalCoverage"), .typed("0.90", .xsd("decimal")))
        }
        return .resource(Resource(nil, all))
    }

    private func zone(_ zone: ZoneID) -> Resource.Value {
        guard let city else { return .address(addresses.zone(zone)) }
        return .resource(Places(addresses: addresses, city: city).zone(zone))
    }

    private func event(_ impact: Impact) -> Resource.Value {
        guard let city else { return .address(addresses.event(impact.event)) }
        return .resource(
            Places(addresses: addresses, city: city).event(
                impact.event, zone: impact.zone, window: impact.window))
    }
}
