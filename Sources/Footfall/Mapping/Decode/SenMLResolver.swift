import Barometer

/// Resolves a SenML pack (RFC 8428): base values are worked into each record, times become absolute.
struct SenMLResolver {
    private enum Label: Int {
        case version = -1
        case baseName = -2
        case baseTime = -3
        case baseUnit = -4
        case baseValue = -5
        case baseSum = -6
        case name = 0
        case unit, value, text, boolean, sum, time, updateTime, data

        static let words: [(String, Label)] = [
            ("bver", .version), ("bn", .baseName), ("bt", .baseTime), ("bu", .baseUnit), ("bv", .baseValue),
            ("bs", .baseSum), ("n", .name), ("u", .unit), ("v", .value), ("vs", .text), ("vb", .boolean),
            ("s", .sum), ("t", .time), ("ut", .updateTime), ("vd", .data),
        ]
    }

    /// In the order of labels above: the name of each in a resolved record.
    private static let outputs: [(Label, String)] = [
        (.name, "n"), (.unit, "u"), (.value, "v"), (.text, "vs"), (.boolean, "vb"), (.data, "vd"),
        (.sum, "s"),
        (.time, "t"), (.updateTime, "ut"),
    ]

    private typealias Record = [Label: Value]

    /// Base values so far.
    private var bases: Record = [:]
    /// Values below this are seconds from now.
    private static let absolute: Double = 268_435_456

    /// - Parameter pack: a list of tables, by JSON's labels or the integers of CBOR as texts.
    static func resolve(_ pack: Value, _ workspace: inout Workspace) throws(Refusal) -> Value {
        guard pack.kind == .list else { throw .undecodable("is no SenML pack: not a list") }
        var resolver = SenMLResolver()
        var records: [Value] = []
        let names = outputs.map { ($0.0, workspace.document.append($0.1)) }
        var node = pack.range.lowerBound
        while node < pack.range.upperBound {
            let record = try labels(workspace.document.nodes[node].value, &workspace)
            node = workspace.document.next(after: node)
            guard let resolved = try resolver.resolve(record, &workspace) else { continue }
            records.append(try table(resolved, names, &workspace))
        }
        return try workspace.list(of: records)
    }

    private static func table(
        _ record: Record, _ names: [(Label, Range<Int>)], _ workspace: inout Workspace
    ) throws(Refusal) -> Value {
        let start = workspace.document.nodes.count
        for (label, name) in names {
            if let value = record[label] { try workspace.admit(value, named: name) }
        }
        return Value(table: start..<workspace.document.nodes.count)
    }

    private static func labels(_ value: Value, _ workspace: inout Workspace) throws(Refusal) -> Record {
        guard value.kind == .table else { throw .undecodable("is no SenML pack: a record is no table") }
        var record: Record = [:]
        var node = value.range.lowerBound
        while node < value.range.upperBound {
            try workspace.spend()
            let name = workspace.document.name(of: node)
            if let label = label(workspace.document.bytes.span.extracting(name)) {
                record[label] = workspace.document.nodes[node].value
            } else if !name.isEmpty, workspace.document.bytes[name.upperBound - 1] == UInt8(ascii: "_") {
                throw Refusal(code: .unsupported, detail: "has a SenML field that must be understood")
            }
            node = workspace.document.next(after: node)
        }
        return record
    }

    private static func label(_ name: Span<UInt8>) -> Label? {
        for (word, label) in Label.words
        where name.isEqual(word) || name.isEqual(String(label.rawValue)) {
            return label
        }
        return nil
    }

    /// - Returns: `nil` for a record that only sets base values.
    private mutating func resolve(
        _ record: Record, _ workspace: inout Workspace
    ) throws(Refusal) -> Record? {
        for label in [Label.version, .baseName, .baseTime, .baseUnit, .baseValue, .baseSum] {
            if let value = record[label] { bases[label] = value }
        }
        try checkVersion()
        var resolved = record.filter { $0.key.rawValue >= 0 }
        let hasValue = [.value, .text, .boolean, .data].contains { resolved[$0] != nil }
        if !hasValue || resolved[.value] != nil {
            resolved[.value] = try sum(bases[.baseValue], record[.value], isOptional: true)
        }
        resolved[.sum] = try sum(bases[.baseSum], record[.sum], isOptional: true)
        if resolved.isEmpty { return nil }
        resolved[.unit] = record[.unit] ?? bases[.baseUnit]
        resolved[.name] = try name(record[.name], &workspace)
        resolved[.time] = time(try sum(bases[.baseTime], record[.time], isOptional: false), workspace)
        return resolved
    }

    private func checkVersion() throws(Refusal) {
        guard let version = bases[.version] else { return }
        guard let number = Self.double(version) else {
            throw Refusal(code: .badType, detail: "has a SenML version that is no number")
        }
        guard number <= 10 else {
            throw Refusal(code: .unsupported, detail: "is SenML of a version above 10")
        }
    }

    private func name(_ name: Value?, _ workspace: inout Workspace) throws(Refusal) -> Value {
        let parts = [bases[.baseName], name].compactMap(\.self)
        guard parts.allSatisfy({ $0.kind == .text }) else {
            throw Refusal(code: .badType, detail: "has a SenML name that is no text")
        }
        if parts.count == 1, !parts[0].range.isEmpty { return parts[0] }
        try workspace.admit(bytes: parts.reduce(0) { $0 + $1.range.count })
        let start = workspace.document.bytes.count
        for part in parts { workspace.document.bytes += Array(workspace.document.bytes[part.range]) }
        guard workspace.document.bytes.count > start else {
            throw .undecodable("has a SenML record without a name")
        }
        return Value(text: start..<workspace.document.bytes.count)
    }

    /// What is missing counts as zero; of nothing at all the sum is nothing, or zero.
    private func sum(_ base: Value?, _ value: Value?, isOptional: Bool) throws(Refusal) -> Value? {
        if isOptional, base == nil, value == nil { return nil }
        let (left, right) = (base ?? Value(Int64(0)), value ?? Value(Int64(0)))
        if left.kind == .int, right.kind == .int {
            let (whole, isTooLarge) = left.int.addingReportingOverflow(right.int)
            if !isTooLarge { return Value(whole) }
        }
        guard let left = Self.double(left), let right = Self.double(right) else {
            throw Refusal(code: .badType, detail: "has a SenML number that is no number")
        }
        return Value(left + right)
    }

    /// Seconds since 1970; whole ones as an integer.
    private func time(_ value: Value?, _ workspace: Workspace) -> Value? {
        guard let value, let seconds = Self.double(value) else { return nil }
        if seconds >= Self.absolute { return Self.whole(seconds) }
        return Self.whole(Double(workspace.received.milliseconds) / 1000 + seconds)
    }

    private static func whole(_ seconds: Double) -> Value {
        Int64(exactly: seconds).map { Value($0) } ?? Value(seconds)
    }

    private static func double(_ value: Value) -> Double? {
        switch value.kind {
        case .int: Double(value.int)
        case .uint: Double(value.uint)
        case .double: value.double
        default: nil
        }
    }
}

extension Span<UInt8> {
    func isEqual(_ word: String) -> Bool { word.isEqual(to: self) }
}
