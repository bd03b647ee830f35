/// Something as it left the house: numbered, dated, and never edited afterwards.
public struct Publication: Hashable, Sendable {
    /// Above zero, rises by publication, never used twice.
    public let sequence: Int
    /// When it was published; never before the one with a lower sequence.
    public let created: EventTime
    /// Counts from 1 for each subject; the highest is the newest.
    public let version: Int
    public let content: Content

    public init(sequence: Int, created: EventTime, version: Int, content: Content) {
        self.sequence = sequence
        self.created = created
        self.version = version
        self.content = content
    }

    public enum Content: Hashable, Sendable {
        case reading(Reading)
        case impact(Impact)
        /// What an event did as a whole, and around it.
        case detail(ImpactDetail)
        /// What the editions of an event did together.
        case series(SeriesImpact)
        /// All earlier versions are to be forgotten.
        case retraction(Subject)

        public var subject: Subject {
            switch self {
            case .reading(let reading): .window(reading.zone, reading.window)
            case .impact(let impact): .event(impact.event, impact.zone)
            case .detail(let detail): .detail(detail.event)
            case .series(let series): .series(series.series)
            case .retraction(let subject): subject
            }
        }
    }

    public var subject: Subject { content.subject }

    /// `nil` of all else.
    public var reading: Reading? {
        if case .reading(let reading) = content { reading } else { nil }
    }

    /// `nil` of all else.
    public var impact: Impact? {
        if case .impact(let impact) = content { impact } else { nil }
    }
}

/// What versions are versions of.
public enum Subject: Hashable, Sendable {
    case window(ZoneID, Window)
    case event(EventID, ZoneID)
    case detail(EventID)
    case series(EventSeriesID)

    /// `nil` of what is of no single zone.
    public var zone: ZoneID? {
        switch self {
        case .window(let zone, _), .event(_, let zone): zone
        case .detail, .series: nil
        }
    }
}
