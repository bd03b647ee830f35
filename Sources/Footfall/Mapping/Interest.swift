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

    /// Beyond so many places all below is taken, so that no set of wants costs more than its compiler can bear.
    private static let mostPlaces = 1000

    /// A name and where it leads; flat, so that a look at it touches no counter of references.
    private struct Edge: Sendable {
        /// Where the name begins in `names`.
        let start: Int
        let count: Int
        let place: Int
    }

    private struct Place: Sendable {
        /// Where its edges begin and end in `edges`.
        var first = 0
        var end = 0
        var any = Interest.nothing
    }

    private var places: [Place] = []
    /// Those of names that are passed over wherever they stand come first.
    private var edges: [Edge] = []
    private var names: [UInt8] = []
    /// How many names are passed over.
    private var dropCount = 0
    /// Where a decoder begins.
    private(set) var root = Self.nothing

    /// - Parameter dropped: names that are passed over wherever they stand.
    init(_ wants: [Want], without dropped: [String] = []) {
        for name in dropped { add(edge: name, to: Self.nothing) }
        dropCount = dropped.count
        root = build(wants)
    }

    /// Names that are passed over wherever they stand.
    var dropped: [[UInt8]] {
        edges.prefix(dropCount).map { Array(names[$0.start..<$0.start + $0.count]) }
    }

    /// The place of a member of what is at `place`.
    func member(_ place: Int, named name: Span<UInt8>) -> Int {
        for index in 0..<dropCount where isEqual(edges[index], name) { return Self.nothing }
        guard place >= 0 else { return place }
        let here = places[place]
        for index in here.first..<here.end where isEqual(edges[index], name) { return edges[index].place }
        return here.any
    }

    func element(_ place: Int) -> Int { place >= 0 ? places[place].any : place }

    private mutating func build(_ wants: [Want]) -> Int {
        if wants.isEmpty { return Self.nothing }
        if wants.contains(where: { $0.steps.isEmpty && $0.isWhole }) { return Self.everything }
        guard places.count < Self.mostPlaces else { return Self.everything }
        let place = places.count
        places.append(Place())
        let everywhere = wants.filter { $0.steps.first == .any }.map { $0.tail() }
        var leads: [(name: String, place: Int)] = []
        for case .member(let name)? in Set(wants.map(\.steps.first)) {
            let here = wants.filter { $0.steps.first == .member(name) }.map { $0.tail() }
            leads.append((name, build(here + everywhere)))
        }
        let any = build(everywhere)
        places[place] = Place(first: edges.count, end: edges.count + leads.count, any: any)
        for lead in leads { add(edge: lead.name, to: lead.place) }
        return place
    }

    private mutating func add(edge name: String, to place: Int) {
        edges.append(Edge(start: names.count, count: name.utf8.count, place: place))
        names += name.utf8
    }

    private func isEqual(_ edge: Edge, _ name: Span<UInt8>) -> Bool {
        guard edge.count == name.count else { return false }
        for index in name.indices where names[edge.start + index] != name[index] { return false }
        return true
    }
}
