/// What is known while the rules of one case are compiled.
struct Room {
    /// A name that stands for parts of the payload, and what it can lead to there.
    private struct Origin {
        let place: Int
        /// From the payload to the element; `nil` if it is computed, so that all it came from is looked at.
        let steps: [Interest.Step]?
    }

    let host: Mapping.Host
    var scope: Scope
    /// What expressions hold in every message.
    var constants = Document()
    var fixed: [(place: Int, value: Value)] = []
    /// What is looked at in the payload.
    private(set) var wants: [Interest.Want] = []
    private var origins: [Origin] = []
    /// For each place how many levels of 'each' are bound before it is known.
    private var depths: [Int: Int] = [:]
    /// Places of names that are bound by a level or by 'let'.
    private(set) var variables = 0
    /// By their places, names that stand for what identifies a passer-by, and what that is called.
    private(set) var identifiers: [Int: String] = [:]
    /// Those that lead to one value in the payload.
    private(set) var paths: [String] = []
    /// The payload knows only texts, so that numbers are written as text.
    var isText = false
    /// The payload is XML, in which these names are lists even when they stand there once.
    private(set) var xmlLists: [String]?

    init(host: Mapping.Host) {
        self.host = host
        scope = Scope(zone: host.zone)
        variables = scope.names.count
    }

    /// A name that is known after so many levels.
    mutating func add(_ name: String, depth: Int) -> Int {
        let place = scope.add(name)
        depths[place] = depth
        variables = max(variables, scope.names.count)
        return place
    }

    /// A name for an element that a path leads to.
    mutating func add(element name: String, of path: BoundPath?, steps: [Interest.Step]?, depth: Int) -> Int {
        let place = add(name, depth: depth)
        var whole: [Interest.Step]?
        if let steps, let path, let start = self.steps(to: path.variable) { whole = start + steps }
        origins.append(Origin(place: place, steps: whole))
        if let whole { wants.append(.init(steps: whole, isWhole: false)) }
        return place
    }

    /// How many levels are bound before all these are known.
    func depth(of places: some Sequence<Int>) -> Int { places.map { depths[$0] ?? 0 }.max() ?? 0 }

    /// A place in the workspace for what a path in the payload leads to, if that is one value.
    mutating func slot(of path: JSONPath, from variable: Int) -> Int? {
        guard variable == Scope.payload, path.isSingular else { return nil }
        if let known = paths.firstIndex(of: path.text) { return known }
        paths.append(path.text)
        return paths.count - 1
    }

    /// Whether a value is the same for all records of a message.
    func isOfMessage(_ source: Source) -> Bool { depth(of: source.places) == 0 }

    /// Notes that something below a variable is looked at.
    mutating func want(_ variable: Int, _ want: Interest.Want) {
        guard let start = steps(to: variable) else { return }
        wants.append(.init(steps: start + want.steps, isWhole: want.isWhole))
    }

    mutating func want(_ path: BoundPath) {
        for want in path.path.wants { self.want(path.variable, want) }
        if path.variable != Scope.payload {
            for want in path.path.payloadWants { self.want(Scope.payload, want) }
        }
    }

    mutating func want(_ expression: Expression) {
        for (variable, want) in expression.wants { self.want(variable, want) }
    }

    /// Notes what is decoded, and under which names.
    mutating func take(_ decode: DecodePlan?) {
        variables = max(variables, scope.names.count)
        isText = decode?.isText ?? false
        xmlLists = decode?.xmlLists
        wants += decode?.wants ?? []
    }

    /// Keeps the places of paths that another room gave, and nothing else of it.
    mutating func takePaths(of room: Room) { paths = room.paths }

    /// Remembers that a name stands for what identifies a passer-by.
    mutating func mark(_ place: Int, as identifier: String?) { identifiers[place] = identifier }

    /// Names of one kind of record are unknown to the next; what it looks at stays.
    mutating func take(_ room: Room) {
        wants = room.wants
        paths = room.paths
        constants = room.constants
        variables = max(variables, room.variables)
    }

    /// `nil`: it stands for nothing in the payload, or for something that was computed from it.
    private func steps(to variable: Int) -> [Interest.Step]? {
        if variable == Scope.payload { return [] }
        return origins.last { $0.place == variable }?.steps
    }
}
