/// Which parts of a tree a mapping looks at. A decoder checks the rest and passes over it.
struct Interest: Sendable {
    enum Step: Hashable, Sendable {
        case member(String)
        /// Every element of a list, or every member of a table.
        case any
    }

    /// A part that is looked at.
    struct Want: Hashable, Sendable {
        let steps: [Step]
        /// With all that is below; else it only has to be there.
        let isWhole: Bool

        func tail() -> Want { Want(steps: Array(steps.dropFirst()), isWhole: isWhole) }
    }

    /// Nothing there or below is looked at.
    static let nothing = -1
    /// All that is there and below.
    static let everything = -2
    static let all = Interest([Want(steps: [], isWhole: true)])

    private struct Edge: Sendable {
        let name: [UInt8]
        let place: Int
    }

    private struct Place: Sendable {
        var edges: [Edge] = []
        var any = Interest.nothing
    }

    private var places: [Place] = []
    /// Where a decoder begins.
    private(set) var root = Self.nothing

    /// Names that are passed over wherever they stand.
    let dropped: [[UInt8]]

    init(_ wants: [Want], without dropped: [String] = []) {
        self.dropped = dropped.map { Array($0.utf8) }
        root = build(wants)
    }

    /// The place of a member of what is at `place`.
    func member(_ place: Int, named name: Span<UInt8>) -> Int {
        for drop in dropped where isEqual(drop, name) { return Self.nothing }
        guard place >= 0 else { return place }
        for index in places[place].edges.indices where isEqual(places[place].edges[index].name, name) {
            return places[place].edges[index].place
        }
        return places[place].any
    }

    func element(_ place: Int) -> Int { place >= 0 ? places[place].any : place }

    private mutating func build(_ wants: [Want]) -> Int {
        if wants.isEmpty { return Self.nothing }
        if wants.contains(where: { $0.steps.isEmpty && $0.isWhole }) { return Self.everything }
        let place = places.count
        places.append(Place())
        let everywhere = wants.filter { $0.steps.first == .any }.map { $0.tail() }
        var edges: [Edge] = []
        for case .member(let name)? in Set(wants.map(\.steps.first)) {
            let here = wants.filter { $0.steps.first == .member(name) }.map { $0.tail() }
            edges.append(Edge(name: Array(name.utf8), place: build(here + everywhere)))
        }
        places[place].edges = edges
        places[place].any = build(everywhere)
        return place
    }

    private func isEqual(_ bytes: [UInt8], _ name: Span<UInt8>) -> Bool {
        guard bytes.count == name.count else { return false }
        for index in name.indices where bytes[index] != name[index] { return false }
        return true
    }
}
