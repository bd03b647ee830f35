/// Turns the tree of a mapping's file into a `Mapping`, and finds all that is wrong with it.
struct MappingCompiler: Complaining {
    let host: Mapping.Host
    var problems: [Problem] = []

    init(host: Mapping.Host) { self.host = host }

    /// Keys of a rule that makes records; those of a case and of the file come on top.
    private static let recordKeys = ["let", "each", "refuse", "where", "fields", "time", "dedup"]
    private static let caseKeys = ["match", "decode", "tables", "drop", "records"] + recordKeys
    private static let fileKeys = ["name", "counter", "cases"] + caseKeys

    mutating func mapping(_ node: Node) -> Mapping? {
        guard let table = TableReader(node, key: "", keys: Self.fileKeys, problems: &problems) else {
            return nil
        }
        let name = self.name(table)
        let counter = self.counter(table)
        let seed = ReportKey.seed(source: name ?? "")
        let cases = variants(of: node, under: "cases", keys: Self.caseKeys)
            .map { self.mappingCase($0, seed: seed) }
        let good = cases.compactMap(\.self)
        guard let name, let counter, good.count == cases.count, !good.isEmpty else { return nil }
        return Mapping(name: name, counter: counter, cases: good)
    }

    /// The tables under `key`, each with what stands above them and is not written again; the node itself if
    /// there is no such key.
    mutating func variants(of node: Node, under key: String, keys: [String]) -> [Node] {
        guard case .table(let members) = node.content,
            let list = members.first(where: { $0.key == key })?.value
        else { return [node] }
        guard case .list(let items) = list.content, !items.isEmpty else {
            complain(
                list, key, "expected a list of tables, got \(list.noun)",
                "Write '- ' before each, with what differs from what stands above")
            return []
        }
        let inherited = members.filter { $0.key != key }
        return items.compactMap { item in
            guard TableReader(item, key: key, keys: keys, problems: &problems) != nil,
                case .table(let own) = item.content
            else { return nil }
            let names = Set(own.map(\.key))
            return Node(.table(own + inherited.filter { !names.contains($0.key) }), at: item.place)
        }
    }

    private mutating func mappingCase(_ node: Node, seed: KeyHash) -> MappingCase? {
        var known = problems
        // Keys were looked at where they stand; what is inherited is known.
        guard let table = TableReader(node, key: "", keys: Self.fileKeys, problems: &known) else {
            return nil
        }
        let before = problems.count
        var room = Room(host: host)
        let match = self.match(table, &room)
        self.tables(table, &room)
        let decode = DecodePlan.compile(
            table.optional("decode"), key: "decode", host: DecodeHost(inflate: host.inflate),
            scope: &room.scope, constants: &room.constants, problems: &problems)
        room.take(decode)
        let drop = self.drop(table)
        let records = variants(of: node, under: "records", keys: Self.recordKeys)
            .map { self.record($0, &room) }
        let good = records.compactMap(\.self)
        guard let match, let decode, let drop, good.count == records.count, !good.isEmpty,
            problems[before...].allSatisfy(\.isWarning)
        else { return nil }
        return MappingCase(
            match: match, decode: decode, interest: Interest(room.wants, without: drop),
            constants: room.constants, fixed: room.fixed, variables: room.variables, paths: room.paths.count,
            records: good, seed: seed,
            isTimedByReceipt: good.allSatisfy { $0.times.allSatisfy(\.isReceived) })
    }

    private mutating func record(_ node: Node, _ shared: inout Room) -> RecordRule? {
        var known = problems
        let keys = Self.fileKeys
        guard let table = TableReader(node, key: "", keys: keys, problems: &known) else { return nil }
        var room = shared
        var names = self.letNames(table)
        let levels = self.levels(table, &room, &names)
        let statements = self.statements(table, &room, levels: levels ?? [], &names)
        let fields = self.fields(table, &room)
        let times = self.times(table, &room)
        let dedup = self.dedup(table, &room)
        shared.take(room)
        guard let levels, let statements, let fields, let times, let dedup else { return nil }
        if fields.constantKind == .delta { warnOfLongIntervals(times, table) }
        return RecordRule(
            statements: statements, levels: levels, sensor: fields.sensor, counts: fields.counts,
            direction: fields.direction, kind: fields.kind, constantKind: fields.constantKind,
            decimals: fields.decimals, swap: fields.swap, flags: fields.flags, times: times,
            isTimeOfMessage: times.allSatisfy { time in time.everySource.allSatisfy { room.isOfMessage($0) }
            },
            dedup: dedup.isEmpty ? nil : DedupRule(parts: dedup) { room.isOfMessage($0) })
    }

    /// The barometer has windows of an hour at most.
    private mutating func warnOfLongIntervals(_ times: [TimeRule], _ table: TableReader) {
        guard let node = table.optional("time"), times.contains(where: { $0.constantLength ?? 0 > 3600 })
        else {
            return
        }
        problems.append(
            Problem(
                at: node.place, key: "time.duration",
                problem: "an interval of more than an hour is no part of the barometer",
                remedy: "Let the device report each hour or more often", isWarning: true))
    }

    private mutating func name(_ table: TableReader) -> String? {
        let expected = "a name such as acme-gate"
        guard let node = table.required("name", expected: expected, problems: &problems)
        else { return nil }
        return text(node, "name", expected: expected)
    }
}
