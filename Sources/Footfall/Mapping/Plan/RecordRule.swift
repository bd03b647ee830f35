import Barometer

/// How one kind of record is made: its levels of 'each', what is decided on the way, and its fields.
final class RecordRule: Sendable {
    final class Count: Sendable {
        /// `nil`: 'fields.direction' says it.
        let direction: Observation.Direction?
        let source: Source

        init(direction: Observation.Direction?, source: Source) {
            (self.direction, self.source) = (direction, source)
        }
    }

    struct Flag: Sendable {
        let flag: Observation.Flags
        let condition: Expression
        let key: String
    }

    /// What is decided before the first level, and once an element of each level is bound.
    let statements: [[Statement]]
    let levels: [EachLevel]
    let sensor: Source
    let counts: [Count]
    let direction: Source?
    let kind: Source
    /// The kind, when it is the same in every message.
    let constantKind: Observation.Kind?
    let decimals: Bool
    /// In and out are exchanged.
    let swap: Expression?
    let flags: [Flag]
    /// The first whose times are there.
    let times: [TimeRule]
    /// Nothing in 'time' looks at an element of 'each'.
    private let isTimeOfMessage: Bool
    /// `nil`: as `ReportKey` says.
    let dedup: DedupRule?

    init(
        statements: [[Statement]], levels: [EachLevel], sensor: Source, counts: [Count],
        direction: Source?, kind: Source, constantKind: Observation.Kind?, decimals: Bool,
        swap: Expression?, flags: [Flag], times: [TimeRule], isTimeOfMessage: Bool, dedup: DedupRule?
    ) {
        self.statements = statements
        self.levels = levels
        self.sensor = sensor
        self.counts = counts
        self.direction = direction
        self.kind = kind
        self.constantKind = constantKind
        self.decimals = decimals
        self.swap = swap
        self.flags = flags
        self.times = times
        self.isTimeOfMessage = isTimeOfMessage
        self.dedup = dedup
    }

    /// Longer names are refused, so that nobody fills the roster with nonsense.
    static let maxName = 255

    /// Whether the key of a record may need the whole message.
    var tellsCrossings: Bool {
        dedup == nil && (constantKind ?? .delta) == .delta && times.contains(where: \.isOfMoments)
    }

    func run(_ workspace: inout Workspace, _ seed: KeyHash) throws(Refusal) {
        (workspace.interval, workspace.keyBeginning) = (nil, nil)
        guard try statements[0].run(&workspace) else { return }
        try run(level: 0, &workspace, seed)
    }

    private func run(level index: Int, _ workspace: inout Workspace, _ seed: KeyHash) throws(Refusal) {
        guard index < levels.count else { return try makeRecords(&workspace, seed) }
        let start = workspace.selected.count
        try levels[index].gather(&workspace)
        let end = workspace.selected.count
        defer { workspace.selected.shrink(to: start) }
        for place in start..<end {
            try workspace.spend()
            let element = workspace.selected[place]
            guard levels[index].bind(element, &workspace) else { continue }
            guard try statements[index + 1].run(&workspace) else { continue }
            try run(level: index + 1, &workspace, seed)
        }
    }

    private func makeRecords(_ workspace: inout Workspace, _ seed: KeyHash) throws(Refusal) {
        let kind = try self.kind(&workspace)
        guard let kind, let sensor = try name(&workspace) else { return }
        var interval = workspace.interval
        for index in counts.indices {
            let count = counts[index]
            // First, since what has no direction that is wanted need not be a count of people at all.
            guard let direction = try self.direction(of: count, &workspace) else { continue }
            guard let number = try count.source.count(&workspace, decimals: decimals) else { continue }
            let when: TimeRule.Interval
            if let interval { when = interval } else { when = try time(&workspace, sensor) }
            interval = when
            // On a local clock, the hour that stands there twice depends on the record before.
            if isTimeOfMessage, workspace.before == nil, workspace.resolved == nil {
                workspace.interval = when
            }
            try add(sensor, when, direction, number, kind, &workspace, seed)
        }
    }

    func add(
        _ sensor: Range<Int>, _ interval: TimeRule.Interval, _ direction: Observation.Direction,
        _ count: Double, _ kind: Observation.Kind, _ workspace: inout Workspace, _ seed: KeyHash
    ) throws(Refusal) {
        guard workspace.records.count < Limits.records else {
            throw Refusal(code: .malformed, detail: "more than \(Limits.records) records")
        }
        var flags: Observation.Flags = interval.isFallback ? .clockFallback : []
        for flag in self.flags where try flag.condition.holds(&workspace, flag.key) {
            flags.insert(flag.flag)
        }
        let start = EventTime(milliseconds: interval.start.flooredQuotient(by: 1000))
        let seconds = Int((interval.microseconds + 500_000) / 1_000_000)
        let key = try self.key(sensor, start, seconds, direction, kind, &workspace, seed)
        if let resolved = workspace.resolved { workspace.before = resolved }
        workspace.resolved = nil
        workspace.records.append(
            Record(
                sensor: sensor, start: start,
                seconds: interval.microseconds > 0 ? max(1, seconds) : 0,
                direction: direction, count: count, kind: kind, flags: flags, key: key,
                isDeclared: dedup != nil || interval.microseconds == 0 && kind == .delta))
    }

    private func key(
        _ sensor: Range<Int>, _ start: EventTime, _ seconds: Int, _ direction: Observation.Direction,
        _ kind: Observation.Kind, _ workspace: inout Workspace, _ seed: KeyHash
    ) throws(Refusal) -> UInt64 {
        if let dedup {
            return try dedup.key(
                seed, sensor: sensor, start: start, direction: direction, kind: kind, &workspace)
        }
        let name = workspace.document.bytes.span.extracting(sensor)
        guard seconds == 0, kind == .delta else {
            return ReportKey.standard(
                seed, sensor: name, start: start, seconds: seconds, direction: direction, kind: kind)
        }
        return ReportKey.crossing(
            seed, sensor: name, start: start, direction: direction, message: workspace.message,
            place: workspace.records.count)
    }

    /// - Returns: `nil` when the record is to be left out.
    func name(_ workspace: inout Workspace) throws(Refusal) -> Range<Int>? {
        var value = try sensor.value(&workspace)
        if value.kind == .absent { return nil }
        if value.kind != .text {
            let start = workspace.filled.count
            defer { workspace.filled.shrink(to: start) }
            try workspace.fill(value)
            value = workspace.text(filledFrom: start)
        }
        guard !value.range.isEmpty else {
            throw Refusal(code: .missingField, detail: "fields.sensor: the sensor's name is empty")
        }
        guard value.range.count <= Self.maxName else {
            throw Refusal(
                code: .outOfRange,
                detail: "fields.sensor: the sensor's name is longer than \(Self.maxName) bytes")
        }
        return value.range
    }

    func kind(_ workspace: inout Workspace) throws(Refusal) -> Observation.Kind? {
        if let constantKind { return constantKind }
        let value = try kind.value(&workspace)
        if value.isMissing { return nil }
        if let kind = workspace.word(value, of: Self.kinds) { return kind }
        throw Refusal(code: .unsupported, detail: "fields.kind: no kind of count")
    }

    func direction(
        of count: Count, _ workspace: inout Workspace
    ) throws(Refusal) -> Observation.Direction? {
        var direction = count.direction
        if direction == nil, let source = self.direction {
            let value = try source.value(&workspace)
            if value.isMissing { return nil }
            direction = workspace.word(value, of: Self.directions)
        }
        guard let direction else {
            throw Refusal(code: .unsupported, detail: "fields.direction: no direction; list it in 'table'")
        }
        guard let swap, try swap.holds(&workspace, "fields.swap") else { return direction }
        return direction == .in ? .out : direction == .out ? .in : direction
    }

    func time(
        _ workspace: inout Workspace, _ sensor: Range<Int>
    ) throws(Refusal) -> TimeRule.Interval {
        for index in times.indices.dropLast() {
            do throws(Refusal) {
                return try times[index].interval(&workspace, sensor: sensor)
            } catch {
                guard error.code == .missingField else { throw error }
            }
        }
        return try times[times.count - 1].interval(&workspace, sensor: sensor)
    }
}

extension RecordRule {
    fileprivate static let kinds = Observation.Kind.allCases.map { (Array($0.name.utf8), $0) }
    fileprivate static let directions = Observation.Direction.allCases.map { (Array($0.name.utf8), $0) }
}

extension Workspace {
    /// What a text means, if it is one of some words.
    fileprivate func word<Meaning>(_ value: Value, of words: [([UInt8], Meaning)]) -> Meaning? {
        guard value.kind == .text else { return nil }
        let text = document.bytes.span.extracting(value.range)
        for index in words.indices where text.count == words[index].0.count && text.has(words[index].0, at: 0)
        {
            return words[index].1
        }
        return nil
    }
}
