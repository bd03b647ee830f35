/// The published form of what is told of an event beside its impacts, in the manner of an indicator's.
extension ImpactDetail: Codable {
    private enum Key: String, CodingKey {
        case event, from, to, method, whole, affected, footprint, rings, displaced, net, basis
        case spillOver = "spill_over"
        case reasons = "reason"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(event.name, forKey: .event)
        try container.encode(window.start, forKey: .from)
        try container.encode(window.end, forKey: .to)
        try container.encode(Impact.method, forKey: .method)
        try container.encodeIfPresent(whole, forKey: .whole)
        try container.encodeIfPresent(affected.map(Span.init), forKey: .affected)
        try container.encodeIfPresent(footprint?.value, forKey: .footprint)
        try container.encodeIfPresent(spillOver?.percent, forKey: .spillOver)
        if !rings.isEmpty { try container.encode(rings, forKey: .rings) }
        try container.encodeIfPresent(displaced?.value, forKey: .displaced)
        try container.encodeIfPresent(net, forKey: .net)
        try container.encode(basis, forKey: .basis)
        if !reasons.isEmpty { try container.encode(reasons, forKey: .reasons) }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            event: EventID(try container.decode(String.self, forKey: .event)),
            window: try Span(from: decoder).window,
            whole: try container.decodeIfPresent(Estimate.self, forKey: .whole),
            affected: try container.decodeIfPresent(Span.self, forKey: .affected)?.window,
            footprint: try container.decodeIfPresent(Double.self, forKey: .footprint).map { Share($0) },
            spillOver: try container.decodeIfPresent(Double.self, forKey: .spillOver)
                .map { Uplift(ratio: $0 / 100) },
            rings: try container.decodeIfPresent([Ring].self, forKey: .rings) ?? [],
            displaced: try container.decodeIfPresent(Double.self, forKey: .displaced).map { Share($0) },
            net: try container.decodeIfPresent(Estimate.self, forKey: .net),
            basis: try container.decode(Basis.self, forKey: .basis),
            reasons: try container.decodeIfPresent([Reason].self, forKey: .reasons) ?? [])
    }

    /// A window as two members.
    private struct Span: Codable {
        let window: Window

        private enum Key: String, CodingKey { case from, to }

        init(_ window: Window) {
            self.window = window
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(window.start, forKey: .from)
            try container.encode(window.end, forKey: .to)
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            let start = try container.decode(EventTime.self, forKey: .from)
            let end = try container.decode(EventTime.self, forKey: .to)
            guard start < end else {
                throw DecodingError.dataCorruptedError(
                    forKey: .to, in: container, debugDescription: "a window ends after its start")
            }
            window = Window(from: start, to: end)
        }
    }
}

extension ImpactDetail.Estimate: Codable {
    private enum Key: String, CodingKey {
        case value, unit, lower, upper, coverage, score
        case size = "class"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(uplift.percent, forKey: .value)
        try container.encode("%", forKey: .unit)
        try container.encode(lower.percent, forKey: .lower)
        try container.encode(upper.percent, forKey: .upper)
        try container.encode(0.9, forKey: .coverage)
        try container.encode(score.value, forKey: .score)
        try container.encode(size, forKey: .size)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func uplift(_ key: Key) throws -> Uplift {
            Uplift(ratio: try container.decode(Double.self, forKey: key) / 100)
        }
        self.init(
            uplift: try uplift(.value), lower: try uplift(.lower), upper: try uplift(.upper),
            score: Score(try container.decode(Double.self, forKey: .score)),
            size: try container.decode(Impact.Size.self, forKey: .size))
    }
}

extension ImpactDetail.Ring: Codable {
    private enum Key: String, CodingKey { case distance, zones, effect }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(distance, forKey: .distance)
        try container.encode(zones.map(\.name), forKey: .zones)
        try container.encodeIfPresent(estimate, forKey: .effect)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            distance: try container.decode(Int.self, forKey: .distance),
            zones: try container.decode([String].self, forKey: .zones).map { ZoneID($0) },
            estimate: try container.decodeIfPresent(ImpactDetail.Estimate.self, forKey: .effect))
    }
}

extension ImpactDetail.Basis: Codable {
    private enum Key: String, CodingKey {
        case controls, completeness
        case historyDays = "history_days"
        case isHoliday = "holiday"
        case hasOverlap = "overlap"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(historyDays, forKey: .historyDays)
        try container.encode(controls, forKey: .controls)
        try container.encode(isHoliday, forKey: .isHoliday)
        try container.encode(hasOverlap, forKey: .hasOverlap)
        try container.encode(coverage.value, forKey: .completeness)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            historyDays: try container.decode(Int.self, forKey: .historyDays),
            controls: try container.decode(Int.self, forKey: .controls),
            isHoliday: try container.decode(Bool.self, forKey: .isHoliday),
            hasOverlap: try container.decode(Bool.self, forKey: .hasOverlap),
            coverage: Share(try container.decode(Double.self, forKey: .completeness)))
    }
}

extension SeriesImpact: Codable {
    private enum Key: String, CodingKey { case series, editions, effect, heterogeneity, method }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(series.name, forKey: .series)
        try container.encode(editions.map(\.name), forKey: .editions)
        try container.encode(estimate, forKey: .effect)
        try container.encode(heterogeneity.value, forKey: .heterogeneity)
        try container.encode(Impact.method, forKey: .method)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            series: EventSeriesID(try container.decode(String.self, forKey: .series)),
            editions: try container.decode([String].self, forKey: .editions).map { EventID($0) },
            estimate: try container.decode(ImpactDetail.Estimate.self, forKey: .effect),
            heterogeneity: Share(try container.decode(Double.self, forKey: .heterogeneity)))
    }
}
