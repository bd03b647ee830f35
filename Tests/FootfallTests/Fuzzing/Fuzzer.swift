import Barometer
import Glibc

@testable import Footfall

/// Throws what chance makes at the mapping engine. A crash ends the process; all else that must not be is told.
struct Fuzzer {
    struct Target {
        let sample: FuzzSamples.Sample
        let mapping: Mapping
        /// The same without 'Interest'; `nil` where something is dropped.
        let unpruned: Mapping?
    }

    /// What came of a message, so that it can be compared.
    enum Outcome: Hashable {
        case verdict(String)
        case records([UInt64], [Double], [String])
        case refused(String)
    }

    private static let host = Mapping.Host(inflate: { input, limit in
        input.count <= limit ? input.reversed() : nil
    })
    /// CPU seconds that no input may take.
    private static let longest = 2.0

    let targets: [Target]
    var chance: FuzzChance
    var workspace = Workspace()
    private(set) var taken = 0
    private(set) var refused = 0

    init(seed: UInt64) {
        chance = FuzzChance(seed: seed)
        targets = FuzzSamples.all.compactMap { sample in
            guard let node = Tree.node(sample.mapping), let mapping = Mapping.compile(node, host: Self.host).0
            else { return nil }
            return Target(sample: sample, mapping: mapping, unpruned: Self.unpruned(mapping, sample))
        }
    }

    /// One input.
    ///
    /// - Returns: what must not be; `nil` if all is well.
    mutating func step() -> String? {
        let before = chance.state
        let start = Self.seconds()
        let complaint =
            switch chance.below(20) {
            case 0..<10: payload()
            case 10..<13: json()
            case 13, 14: expression()
            case 15, 16: path()
            case 17: regex()
            case 18: chance.below(2) == 0 ? time() : topic()
            default: chance.below(4) == 0 ? mapping() : json()
            }
        if let complaint { return "state \(before): \(complaint)" }
        if Self.seconds() - start > Self.longest {
            return "state \(before): took \(Self.seconds() - start) s"
        }
        return bounds().map { "state \(before): \($0)" }
    }

    private static func seconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func bounds() -> String? {
        if workspace.document.bytes.count > 2 * Limits.arena {
            return "\(workspace.document.bytes.count) bytes"
        }
        if workspace.document.nodes.count > 2 * Limits.nodes {
            return "\(workspace.document.nodes.count) nodes"
        }
        if workspace.records.count > Limits.records { return "\(workspace.records.count) records" }
        return nil
    }
}

extension Fuzzer {
    private static func unpruned(_ mapping: Mapping, _ sample: FuzzSamples.Sample) -> Mapping? {
        guard !sample.mapping.contains("\"drop\"") else { return nil }
        return Mapping(
            name: mapping.name, counter: mapping.counter,
            cases: mapping.cases.map {
                MappingCase(
                    match: $0.match, decode: $0.decode, interest: .all, constants: $0.constants,
                    fixed: $0.fixed, variables: $0.variables, paths: $0.paths, records: $0.records,
                    seed: $0.seed,
                    isTimedByReceipt: $0.isTimedByReceipt)
            })
    }

    private mutating func payload() -> String? {
        let target = chance.pick(targets)
        let payload = chance.changed(target.sample.payload, words: FuzzSamples.payloadWords)
        let topic =
            chance.below(16) == 0
            ? Array(chance.soup(FuzzSamples.topicWords, most: 8).utf8) : Array(target.sample.topic.utf8)
        let first = outcome(target.mapping, topic, payload)
        if case .records = first { taken += 1 } else { refused += 1 }
        guard first == outcome(target.mapping, topic, payload) else {
            return "\(target.mapping.name): twice the same is not the same"
        }
        if let unpruned = target.unpruned, first != outcome(unpruned, topic, payload) {
            let text = String(decoding: payload, as: UTF8.self)
            return "\(target.mapping.name): Interest changes what comes of \(text)"
        }
        return nil
    }

    mutating func outcome(_ mapping: Mapping, _ topic: [UInt8], _ payload: [UInt8]) -> Outcome {
        do throws(Refusal) {
            let verdict = try mapping.read(
                Envelope(user: [.init(name: [107], value: [118])]), topic: topic.span, payload: payload.span,
                received: EventTime(seconds: 1_773_479_705), &workspace)
            guard verdict == .taken else { return .verdict("\(verdict)") }
            let records = workspace.records
            return .records(
                records.map(\.key), records.map(\.count),
                records.map {
                    "\(workspace.document.string($0.sensor)) \($0.start.milliseconds) \($0.seconds) \($0.direction)"
                })
        } catch {
            return workspace.records.isEmpty ? .refused(error.code.rawValue) : .refused("with records")
        }
    }

    /// Written again and read again it is the same.
    private mutating func json() -> String? {
        let sample = chance.pick(targets).sample.payload
        let bytes = chance.changed(sample, words: FuzzSamples.payloadWords)
        guard let once = JSONText.rewritten(bytes) else { return nil }
        guard let twice = JSONText.rewritten(once) else { return "its own JSON is none" }
        return once == twice ? nil : "JSON changes when it is written and read"
    }

    private mutating func prepare() -> Value {
        workspace.begin(with: Document(), variables: 8, received: EventTime(seconds: 1_773_479_705))
        let text = chance.pick([
            #"{"a":[1,2,{"b":"x"}],"b":{"a":1.5,"c":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"},"c":-3,"x":[{"a":1},{"a":2}]}"#,
            #"[{"a":1},{"a":"b"},[[1,2],[3]],"x",null,true]"#, #"{"a":{"a":{"a":{"b":[1,[2,[3]]]}}},"a":9}"#,
        ])
        let bytes = Array(text.utf8)
        let base = workspace.document.append(bytes.span).lowerBound
        var reader = JSONReader()
        return
            (try? reader.read(bytes.span, at: base, interest: .all, into: &workspace.document)) ?? .absent
    }

    private mutating func expression() -> String? {
        let text = chance.soup(FuzzSamples.expressionWords, most: 12)
        var constants = Document()
        guard let expression = try? Expression(text, scope: Scope(), constants: &constants) else {
            return nil
        }
        let value = prepare()
        workspace.begin(with: constants, variables: 16, received: EventTime(seconds: 1_773_479_705))
        _ = value
        let bytes = Array(#"{"a":[1,2],"b":{"a":1.5,"c":"aaaaaaaaaaaaaaaaaaaaaaaaa!"},"c":-3}"#.utf8)
        let base = workspace.document.append(bytes.span).lowerBound
        var reader = JSONReader()
        workspace.variables[Scope.payload] =
            (try? reader.read(bytes.span, at: base, interest: .all, into: &workspace.document)) ?? .absent
        workspace.variables[Scope.topic] = workspace.document.text("a/b")
        workspace.variables[Scope.received] = Value(timestamp: 1_773_479_705_000_000)
        _ = try? expression.evaluate(&workspace)
        return nil
    }

    private mutating func path() -> String? {
        let text = "$" + chance.soup(FuzzSamples.pathWords, most: 6)
        guard let path = try? JSONPath(text) else { return nil }
        let root = prepare()
        var found: [Selected] = []
        do throws(Refusal) {
            try path.select(from: root, root: root, in: &workspace, into: &found)
        } catch {
            return nil
        }
        guard path.isSingular else { return nil }
        let value = path.value(in: workspace.document, from: root)
        return (value.kind == .absent) == found.isEmpty ? nil : "\(text): two answers"
    }

    private mutating func regex() -> String? {
        guard let regex = try? Regex(chance.soup(FuzzSamples.regexWords, most: 8)) else { return nil }
        let text = Array(
            String(repeating: chance.pick(["a", "ab", "é", "aab1 "]), count: chance.below(60)).utf8)
        let isFound = regex.matches(text.span, in: &workspace.regex)
        let isCaptured = regex.captures(text.span, in: &workspace.regex)
        let isWhole = regex.matchesWhole(text.span, in: &workspace.regex)
        return isFound == isCaptured && (isFound || !isWhole) ? nil : "two answers of a regular expression"
    }

    private mutating func time() -> String? {
        guard let format = try? TimeFormat(chance.soup(FuzzSamples.timeWords, most: 8)) else { return nil }
        let words = FuzzSamples.timeTexts.map { Array($0.utf8) }
        let text = chance.changed(chance.pick(words), words: words)
        _ = format.read(text.span)
        _ = TimeFormat.rfc3339.read(text.span)
        _ = (isoDuration(text.span), plainDuration(text.span), ISOInterval.read(text.span))
        return nil
    }

    private mutating func topic() -> String? {
        let text = chance.soup(FuzzSamples.topicWords, most: 9)
        guard let pattern = try? TopicPattern(text) else { return nil }
        let topic = Array(chance.soup(["a", "b", "/", "1", "in", "é", "$", "-"], most: 9).utf8)
        guard pattern.matches(topic.span, found: &workspace.captures, &workspace.regex) else { return nil }
        return workspace.captures.count == pattern.captures.count ? nil : "\(text): captures are missing"
    }

    /// A mapping with some of its nodes exchanged, and if it is one, a message.
    private mutating func mapping() -> String? {
        let target = chance.pick(targets)
        guard let node = Tree.node(target.sample.mapping) else { return "no tree" }
        let (mapping, problems) = Mapping.compile(changed(node, depth: 0), host: Self.host)
        if mapping == nil, problems.isEmpty { return "a mapping is refused without a reason" }
        if let mapping {
            let topic = Array(target.sample.topic.utf8)
            let first = outcome(mapping, topic, target.sample.payload)
            if first != outcome(mapping, topic, target.sample.payload) { return "not the same twice" }
        }
        return nil
    }

    private mutating func changed(_ node: Node, depth: Int) -> Node {
        if depth > 0, chance.below(24) == 0 { return scalar(node) }
        switch node.content {
        case .scalar: return chance.below(16) == 0 ? scalar(node) : node
        case .list(var items):
            if chance.below(20) == 0, let item = items.first { items.append(item) }
            return Node(.list(items.map { changed($0, depth: depth + 1) }), at: node.place)
        case .table(var members):
            if chance.below(20) == 0, !members.isEmpty { members.remove(at: chance.below(members.count)) }
            return Node(
                .table(
                    members.map {
                        .init(key: $0.key, at: $0.place, value: changed($0.value, depth: depth + 1))
                    }), at: node.place)
        }
    }

    private mutating func scalar(_ node: Node) -> Node {
        let text =
            switch chance.below(6) {
            case 0: "$" + chance.soup(FuzzSamples.pathWords, most: 4)
            case 1: "=" + chance.soup(FuzzSamples.expressionWords, most: 6)
            case 2: chance.soup(FuzzSamples.topicWords, most: 6)
            case 3: chance.soup(FuzzSamples.timeWords, most: 4)
            case 4: "\(Int64(bitPattern: chance.next()))"
            default:
                chance.pick(["", "skip", "received", "rest", "-1", "65536", "1e400", "99999999999999d", "u8"])
            }
        return Node(.scalar(text), at: node.place)
    }
}
