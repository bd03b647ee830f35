/// Busyness in words: four classes that a passer-by understands.
public enum Level: Int, Comparable, CaseIterable, Sendable {
    case quiet = 1, lively, busy, veryBusy

    public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

    /// The word on a page.
    public var label: Words {
        switch self {
        case .quiet: Words(nl: "rustig", en: "quiet")
        case .lively: Words(nl: "gezellig", en: "lively")
        case .busy: Words(nl: "druk", en: "busy")
        case .veryBusy: Words(nl: "zeer druk", en: "very busy")
        }
    }
}

/// The index in words: how unusual this moment is, here and now.
public enum Deviation: String, CaseIterable, Codable, Sendable {
    case quieter, usual, busier
    case muchBusier = "much-busier"
}

/// How much a reading can be leaned on.
public enum Confidence: String, CaseIterable, Codable, Sendable {
    case high, medium, low
}

/// One thing said in two languages.
public struct Words: Hashable, Codable, Sendable {
    public let nl: String
    public let en: String

    public init(nl: String, en: String) {
        self.nl = nl
        self.en = en
    }
}
