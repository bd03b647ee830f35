import Barometer

/// What makes two deliveries the same report. From names, so that it outlives any numbering.
enum ReportKey {
    /// The start of each key of one source.
    static func seed(source: String) -> KeyHash {
        var hash = KeyHash()
        hash.add(Array(source.utf8).span)
        return hash
    }

    /// Without a 'dedup': sensor, interval, direction and kind.
    static func standard(
        _ seed: KeyHash, sensor: Span<UInt8>, start: EventTime, seconds: Int,
        direction: Observation.Direction, kind: Observation.Kind
    ) -> UInt64 {
        var hash = seed
        hash.add(sensor)
        hash.add(UInt64(bitPattern: start.milliseconds))
        hash.add(UInt64(seconds) << 16 | UInt64(direction.rawValue) << 8 | UInt64(kind.rawValue))
        return hash.value
    }
}

/// The key that a mapping declares.
struct DedupRule: Sendable {
    enum Part: Hashable, Sendable {
        case sensor, time, direction
        case value(Int)
    }

    let parts: [Part]

    /// Everything but the direction, which always is a part of the key.
    func prefix(
        _ seed: KeyHash, start: EventTime, payload: Span<UInt8>, _ paths: PathTrie,
        _ scratch: inout MappingScratch
    ) throws(Refusal) -> KeyHash {
        var hash = seed
        hash.add(UInt64(parts.count))
        for part in parts {
            switch part {
            case .sensor: hash.add(scratch.name.span)
            case .time: hash.add(UInt64(bitPattern: start.milliseconds))
            case .direction: break
            case .value(let slot):
                try scratch.read(slot, of: payload, paths)
                hash.add(scratch.text.span)
            }
        }
        return hash
    }
}
