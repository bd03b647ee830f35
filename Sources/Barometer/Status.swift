/// How far a value is settled.
public enum Status: String, CaseIterable, Codable, Sendable {
    case provisional, final, withheld
}

extension Reading.Content {
    public var status: Status {
        switch self {
        case .provisional: .provisional
        case .final: .final
        case .withheld: .withheld
        }
    }
}

extension Impact.Content {
    public var status: Status {
        switch self {
        case .provisional: .provisional
        case .final: .final
        case .withheld: .withheld
        }
    }
}
