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

    /// Without a 'dedup', of people who cross at one moment: several may do so in the same second, so the whole
    /// message tells a repeat, and the record's place in it.
    static func crossing(
        _ seed: KeyHash, sensor: Span<UInt8>, start: EventTime, direction: Observation.Direction,
        message: UInt64, place: Int
    ) -> UInt64 {
        var hash = seed
        hash.add(sensor)
        hash.add(UInt64(bitPattern: start.milliseconds))
        hash.add(UInt64(place) << 8 | UInt64(direction.rawValue))
        hash.add(message)
        return hash.value
    }
}
