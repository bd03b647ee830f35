/// A part of the simulated city.
public struct Zone: Hashable, Sendable {
    /// What people do there, and so when they come.
    public enum Kind: String, CaseIterable, Sendable {
        case square, station, street
    }

    /// Unique in its city, such as `grote-markt`.
    public let name: String
    public let kind: Kind

    private static let known: [(name: String, kind: Kind)] = [
        ("grote-markt", .square), ("stationsplein", .station), ("kerkstraat", .street),
        ("visserskaai", .street), ("vrijdagmarkt", .square), ("nieuwstraat", .street),
        ("zuidstation", .station), ("korenmarkt", .square), ("bruul", .street), ("havenplein", .square),
    ]

    /// The first ten zones have names of their own; further ones are numbered.
    init(index: Int) {
        let (name, kind) = Self.known[index % Self.known.count]
        let round = index / Self.known.count
        self.name = round == 0 ? name : "\(name)-\(round + 1)"
        self.kind = kind
    }
}
