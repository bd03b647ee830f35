extension Publication {
    /// What was published, as JSON: the published form, or the name of what is retracted.
    public enum Body: Hashable, Sendable {
        case indicator(Indicator)
        case retraction(Subject)

        public init(_ publication: Publication) {
            self = publication.indicator.map(Body.indicator) ?? .retraction(publication.subject)
        }

        public var content: Publication.Content {
            switch self {
            case .retraction(let subject): .retraction(subject)
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
        case retracted, event, from, to
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .indicator(let indicator): try indicator.encode(to: encoder)
        case .retraction(let subject):
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(subject.zone.name, forKey: .retracted)
            switch subject {
            case .event(let event, _): try container.encode(event.name, forKey: .event)
            case .window(_, let window):
                try container.encode(window.start, forKey: .from)
                try container.encode(window.end, forKey: .to)
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        guard let zone = try container.decodeIfPresent(String.self, forKey: .retracted).map({ ZoneID($0) })
        else {
            self = .indicator(try Indicator(from: decoder))
            return
        }
        if let event = try container.decodeIfPresent(String.self, forKey: .event) {
            self = .retraction(.event(EventID(event), zone))
        } else {
            let start = try container.decode(EventTime.self, forKey: .from)
            let end = try container.decode(EventTime.self, forKey: .to)
            guard start < end else {
                throw DecodingError.dataCorruptedError(
                    forKey: .to, in: container, debugDescription: "a window ends after its start")
            }
            self = .retraction(.window(zone, Window(from: start, to: end)))
        }
    }
}
