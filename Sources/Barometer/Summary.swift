/// The published form of what is told of an event as a whole, or of a series: with its version.
public struct Summary: Hashable, Sendable {
    public let value: Value
    public let version: Int

    public init(_ value: Value, version: Int) {
        self.value = value
        self.version = version
    }

    public enum Value: Hashable, Sendable {
        case detail(ImpactDetail)
        case series(SeriesImpact)
    }
}

extension Publication {
    /// `nil` of all else.
    public var summary: Summary? {
        switch content {
        case .detail(let detail): Summary(.detail(detail), version: version)
        case .series(let series): Summary(.series(series), version: version)
        case .reading, .impact, .retraction: nil
        }
    }
}

extension Summary: Encodable {
    private enum Key: String, CodingKey { case version }

    public func encode(to encoder: any Encoder) throws {
        switch value {
        case .detail(let detail): try detail.encode(to: encoder)
        case .series(let series): try series.encode(to: encoder)
        }
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(version, forKey: .version)
    }
}
