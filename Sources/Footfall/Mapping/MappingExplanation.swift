public import Barometer

/// What a mapping makes of one message and why, step by step, as plain lines.
///
/// It drives the parts of the mapping itself, so that reading messages pays nothing for it. Values are shown only of
/// what becomes a record or decides about it, at most 60 characters of each, and never of what is to be cut.
public struct MappingExplanation: Sendable {
    public private(set) var lines: [String] = []
    /// The same as `MappingTrial.read` gives.
    public private(set) var outcome = MappingTrial.Outcome.records([])

    var workspace = Workspace()
    /// Names that the mapping cuts.
    var dropped: [[UInt8]] = []
    /// Places of names whose values are not shown.
    var hidden: Set<Int> = []
    /// Records that carry a name which is not shown.
    private var isSensorHidden = false

    public init(
        _ mapping: Mapping, _ message: Envelope, topic: [UInt8], payload: [UInt8], received: EventTime
    ) {
        let marks = (message.isRetained ? ", retained" : "") + (payload.isEmpty ? ", empty" : "")
        tell("message: \(payload.count) bytes, received \(received)\(marks)")
        do throws(Refusal) {
            try explain(mapping, message, topic: topic, payload: payload, received: received)
            let records = workspace.records.map(line)
            outcome = .records(records)
            tell("result: \(records.count) records")
            for record in records { tell(text(of: record), depth: 1) }
        } catch {
            outcome = .refused(error.code, detail: error.detail)
            tell("result: refused, \(error.code.rawValue): \(error.detail)")
            tell("remedy: \(error.code.remedy)", depth: 1)
        }
    }

    mutating func tell(_ line: String, depth: Int = 0) {
        lines.append(String(repeating: "  ", count: depth) + line)
    }

    private mutating func explain(
        _ mapping: Mapping, _ message: Envelope, topic: [UInt8], payload: [UInt8], received: EventTime
    ) throws(Refusal) {
        for (index, item) in mapping.cases.enumerated() {
            let name = mapping.cases.count > 1 ? "case \(index + 1) of \(mapping.cases.count)" : "match"
            let verdict = try explain(
                item, name, message, topic: topic, payload: payload, received: received)
            if verdict == .other { continue }
            if verdict == .taken { tellCounter(mapping.counter, of: item) }
            return
        }
        workspace.records.removeAll()
        tell("no case takes it: another mapping may")
    }

    private mutating func explain(
        _ item: MappingCase, _ name: String, _ message: Envelope, topic: [UInt8], payload: [UInt8],
        received: EventTime
    ) throws(Refusal) -> MatchRule.Verdict {
        workspace.records.removeAll()
        dropped = item.interest.dropped
        hidden = []
        let match = item.match
        let exception = match.ignored.first {
            $0.matches(topic.span, found: &workspace.captures, &workspace.regex)
        }
        if let exception {
            tell("\(name): the topic is one that '\(exception.text)' ignores")
            return .ignored
        }
        guard let place = match.place(of: topic.span, &workspace) else {
            let patterns = match.topics.map { "'\($0.text)'" }.joined(separator: ", ")
            tell("\(name): the topic does not fit \(patterns)")
            return .other
        }
        tell("\(name): the topic fits '\(match.topics[place].text)'")
        if message.isRetained, item.isTimedByReceipt {
            tell("ignored: retained, and the time of receipt is its only time", depth: 1)
            return .ignored
        }
        workspace.begin(
            with: item.constants, variables: item.variables, paths: item.paths, received: received)
        for (place, value) in item.fixed { workspace.variables[place] = value }
        let range = workspace.bind(message, topic: topic.span)
        let verdict = try match.verdict(
            place: place, topic: range, isRetained: message.isRetained, isEmpty: payload.isEmpty, &workspace)
        tellCaptures(match, place)
        if let condition = match.condition {
            tell("when \(condition.text): \(verdict == .other ? "no" : "yes")", depth: 1)
        }
        if verdict == .ignored {
            tell("ignored: \(message.isRetained && !match.takesRetained ? "retained" : "empty")", depth: 1)
        }
        guard verdict == .taken else { return verdict }
        try decode(item, payload)
        for (index, rule) in item.records.enumerated() {
            if item.records.count > 1 { tell("records \(index + 1) of \(item.records.count)") }
            try explain(rule, item.seed)
        }
        return .taken
    }

    private mutating func tellCaptures(_ match: MatchRule, _ place: Int) {
        for (name, variable) in zip(match.topics[place].captures, match.capturePlaces[place]) {
            tell("{\(name)} = \(shown(workspace.variables[variable]))", depth: 1)
        }
    }

    private mutating func decode(_ item: MappingCase, _ payload: [UInt8]) throws(Refusal) {
        let steps = (item.decode.main.steps.map(\.word) + [item.decode.main.tree.word])
        let what = "decode: \(steps.joined(separator: ", "))"
        do throws(Refusal) {
            try item.decode.decode(payload.span, interest: item.interest, into: &workspace)
        } catch {
            tell("\(what): failed")
            throw error
        }
        tell("\(what): \(shape(workspace.variables[Scope.payload]))")
        for (name, field) in zip(item.decode.names, item.decode.fields) {
            let paths = field.sources.map(\.path.text).joined(separator: " or ")
            let chain = (field.chain.steps.map(\.word) + [field.chain.tree.word]).joined(separator: ", ")
            let condition = field.condition.map { ", when \($0.text)" } ?? ""
            tell(
                "\(name): \(paths)\(condition): \(chain): \(shape(workspace.variables[field.place]))",
                depth: 1)
        }
    }

    private mutating func tellCounter(_ counter: CounterRule, of item: MappingCase) {
        guard workspace.records.contains(where: { $0.kind == .cumulative }) else { return }
        var words = ["people are the difference to the reading before"]
        if let modulus = counter.modulus { words.append("after \(modulus - 1) comes 0") }
        words.append(
            "a fall is a reset" + (counter.modulus == nil ? "" : " if the step is above \(counter.maxStep)"))
        if counter.dailyReset != nil { words.append("it begins anew at midnight") }
        tell("counter: " + words.joined(separator: "; "))
    }

    private func line(_ record: Record) -> MappingTrial.Line {
        MappingTrial.Line(
            sensor: workspace.document.string(record.sensor), start: record.start,
            seconds: record.seconds, direction: record.direction, count: record.count,
            kind: record.kind, flags: record.flags)
    }

    private func text(of record: MappingTrial.Line) -> String {
        let flags = record.flags.names.isEmpty ? "" : " (\(record.flags.names.joined(separator: ", ")))"
        let sensor = isSensorHidden ? "…" : Self.cut(record.sensor)
        return "\(sensor) \(record.start) \(record.seconds) s, \(record.direction.name) "
            + "\(number(record.count)) \(record.kind.name)\(flags)"
    }

    /// What is made from hidden names is hidden as well.
    mutating func hideSensors() { isSensorHidden = true }
}
