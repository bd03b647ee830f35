extension Publication {
    /// What was published, as JSON: the published form, or the name of what is retracted.
    public enum Body: Hashable, Sendable {
        case indicator(Indicator)
        case summary(Summary.Value)
        case retraction(Subject)

        public init(_ publication: Publication) {
            self =
                publication.indicator.map(Body.indicator) ?? publication.summary.map { .summary($0.value) }
                ?? .retraction(publication.subject)
        }

        public var content: Publication.Content {
            switch self {
            case .retraction(let subject): .retraction(subject)
            case .summary(.detail(let detail)): .detail(detail)
            case .summary(.series(let series)): .series(series)
            case .indicator(let indicator):
                switch indicator.value {
                case .reading(let reading): .reading(reading)
                case .impact(let impact): .impact(impact)
                }
            }
        }
    }
}

extension Publication.Body: Codable {
    private enum Key: String, CodingKey {
        case retracted, event, from, to, basis, series
        case retractedDetail = "retracted_detail"
        case retractedSeries = "retracted_series"
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .indicator(let indicator): try indicator.encode(to: encoder)
        case .summary(.detail(let detail)): try detail.encode(to: encoder)
        case .summary(.series(let series)): try series.encode(to: encoder)
        case .retraction(let subject):
            var container = encoder.container(keyedBy: Key.self)
            try container.encodeIfPresent(subject.zone?.name, forKey: .retracted)
            switch subject {
            case .detail(let event): try container.encode(event.name, forKey: .retractedDetail)
            case .series(let series): try container.encode(series.name, forKey: .retractedSeries)
            case .event(let event, _): try container.encode(event.name, forKey: .event)
            case .window(_, let window):
                try container.encode(window.start, forKey: .from)
                try container.encode(window.end, forKey: .to)
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let zone = try container.decodeIfPresent(String.self, forKey: .retracted) {
            self = .retraction(try Self.subject(ZoneID(zone), container))
        } else if let event = try container.decodeIfPresent(String.self, forKey: .retractedDetail) {
            self = .retraction(.detail(EventID(event)))
        } else if let series = try container.decodeIfPresent(String.self, forKey: .retractedSeries) {
            self = .retraction(.series(EventSeriesID(series)))
        } else if container.contains(.basis) {
            self = .summary(.detail(try ImpactDetail(from: decoder)))
        } else if container.contains(.series) {
            self = .summary(.series(try SeriesImpact(from: decoder)))
        } else {
            self = .indicator(try Indicator(from: decoder))
        }
    }

    private static func subject(
        _ zone: ZoneID, _ container: KeyedDecodingContainer<Key>
    ) throws -> Subject {
        if let event = try container.decodeIfPresent(String.self, forKey: .event) {
            return .event(EventID(event), zone)
        }
        let start = try container.decode(EventTime.self, forKey: .from)
        let end = try container.decode(EventTime.self, forKey: .to)
        guard start < end else {
            throw DecodingError.dataCorruptedError(
                forKey: .to, in: container, debugDescription: "a window ends after its start")
        }
        return .window(zone, Window(from: start, to: end))
    }
}
