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
