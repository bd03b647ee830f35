internal import Barometer

/// Up to when input counts as complete: each source's newest time less the tolerated disorder, and the slowest
/// source counts; one that has been silent too long is not waited for.
struct Watermark: Sendable, Equatable {
    struct Source: Sendable, Equatable {
        /// End of the newest interval that was told.
        var newest: EventTime
        var heard: EventTime
    }

    /// Never runs back; `nil` before the first observation.
    private(set) var time: EventTime?
    private(set) var clock: EventTime?
    /// By the roster's number of the source.
    private var sources: [Source?] = []

    mutating func tick(_ now: EventTime, _ windows: Plan.Windows) {
        if let clock, clock >= now { return }
        clock = now
        settle(windows)
    }

    mutating func hear(_ observation: Observation, source: Int, _ windows: Plan.Windows) {
        while sources.count <= source { sources.append(nil) }
        let end = observation.end
        let heard = clock ?? end
        guard let known = sources[source] else {
            sources[source] = Source(newest: end, heard: heard)
            settle(windows)
            return
        }
        sources[source] = Source(newest: max(known.newest, end), heard: heard)
        if end > known.newest { settle(windows) }
    }

    private mutating func settle(_ windows: Plan.Windows) {
        let known = sources.compactMap { $0 }
        guard let newest = known.map(\.newest).max() else { return }
        let now = clock ?? newest
        let awaited = known.filter { now - $0.heard < windows.idle }
        let complete =
            awaited.map { $0.newest }.min().map { $0 - windows.disorder }
            ?? max(now - windows.idle, newest - windows.disorder)
        time = max(time ?? complete, complete)
    }
}

extension Watermark: Stored {
    func write(to writer: inout ByteWriter) {
        writer.optional(time) { $0.time($1) }
        writer.optional(clock) { $0.time($1) }
        writer.list(sources) { writer, source in
            writer.optional(source) { writer, source in
                writer.time(source.newest)
                writer.time(source.heard)
            }
        }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        time = try reader.optional { reader throws(Damage) in try reader.time() }
        clock = try reader.optional { reader throws(Damage) in try reader.time() }
        sources = try reader.list { reader throws(Damage) in
            try reader.optional { reader throws(Damage) in
                Source(newest: try reader.time(), heard: try reader.time())
            }
        }
    }
}
