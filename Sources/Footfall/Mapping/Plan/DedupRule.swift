import Barometer

/// The key that a mapping declares: what makes two deliveries the same report.
struct DedupRule: Sendable {
    enum Part: Sendable {
        case sensor, time, direction
        case value(Source)
        /// The delivery itself, so that no two are the same.
        case delivery
    }

    let parts: [Part]
    /// Those that are the same for all records of a message.
    private let shared: [Source]
    private let own: [Part]
    /// Neither the sensor nor the time is in the key: it speaks of the whole message, and the records of one
    /// message are told apart by their order.
    private let isOfMessage: Bool

    /// - Parameter isShared: whether a value is the same for all records of a message.
    init(parts: [Part], isShared: (Source) -> Bool) {
        self.parts = parts
        var (shared, own): ([Source], [Part]) = ([], [])
        for part in parts {
            if case .value(let source) = part, isShared(source) {
                shared.append(source)
            } else {
                own.append(part)
            }
        }
        (self.shared, self.own) = (shared, own)
        isOfMessage = !parts.contains { part in
            switch part {
            case .sensor, .time: true
            case .direction, .value, .delivery: false
            }
        }
    }

    /// Direction and kind always are a part of the key.
    func key(
        _ seed: KeyHash, sensor: Range<Int>, start: EventTime, direction: Observation.Direction,
        kind: Observation.Kind, _ workspace: inout Workspace
    ) throws(Refusal) -> UInt64 {
        var hash = try beginning(seed, &workspace)
        for index in own.indices {
            switch own[index] {
            case .sensor: hash.add(workspace.document.bytes.span.extracting(sensor))
            case .time: hash.add(UInt64(bitPattern: start.milliseconds))
            case .direction: break
            case .value(let source): try add(source, to: &hash, &workspace)
            case .delivery:
                hash.add(UInt64(bitPattern: workspace.received.milliseconds))
                hash.add(workspace.delivery)
            }
        }
        hash.add(UInt64(kind.rawValue) << 8 | UInt64(direction.rawValue))
        if isOfMessage { hash.add(UInt64(workspace.records.count)) }
        return hash.value
    }

    /// What all records of a message have in common, computed for the first.
    private func beginning(_ seed: KeyHash, _ workspace: inout Workspace) throws(Refusal) -> KeyHash {
        if let known = workspace.keyBeginning { return known }
        var hash = seed
        hash.add(UInt64(parts.count))
        for index in shared.indices { try add(shared[index], to: &hash, &workspace) }
        workspace.keyBeginning = hash
        return hash
    }

    private func add(_ source: Source, to hash: inout KeyHash, _ workspace: inout Workspace) throws(Refusal) {
        let value = try source.value(&workspace)
        if value.kind == .text {
            try workspace.spend(1 + value.range.count / 16)
            let arena = workspace.document.bytes
            return hash.add(arena.span.extracting(value.range))
        }
        let start = workspace.filled.count
        defer { workspace.filled.shrink(to: start) }
        if !value.isMissing { try workspace.fill(value) }
        hash.add(workspace.filled.span.extracting(start...))
    }
}
