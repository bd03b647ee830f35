internal import Barometer

/// All that is remembered of one zone, beyond its sensors.
struct ZoneState: Sendable, Equatable {
    /// Step of publication in seconds, the longest slot of its sensors; 0 before the first observation.
    private(set) var step = 0
    /// Longest of its sensors' newest counting intervals in seconds.
    private(set) var interval = 0
    private(set) var heard: EventTime?
    /// Start of the oldest interval that was ever told.
    private(set) var since: EventTime?
    var minutes = MinuteRing()
    var spread = Spread(slots: 24)
    /// How far the zone strays from what is usual in each slot of today, as fixed at midnight; empty before.
    var deviations: [Double] = []
    /// Usual weekly peak of a slot, in people; `nil` in cold start.
    var peak: Double?
    var classes = Classes()
    /// Windows that may still be corrected, oldest first.
    var closed: [Closed] = []
    var foresight = Foresight()
    /// What late reports touched that is not told of yet.
    var revised: Window?

    /// The two classes with their memory.
    struct Classes: Sendable, Equatable {
        var deviation = Hysteresis()
        var level = Hysteresis()
    }

    /// A published window with what it was judged by, so that a late report is judged by the same.
    struct Closed: Sendable, Equatable {
        let usual: Usual
        var told: Reading
    }

    mutating func hear(_ observation: Observation, slotSeconds: Int, interval: Int) {
        heard = max(heard ?? observation.end, observation.end)
        since = min(since ?? observation.start, observation.start)
        self.interval = interval
        if slotSeconds > step {
            step = slotSeconds
            spread = Spread(slots: 86_400 / slotSeconds)
            deviations = []
            classes = Classes()
            peak = nil
            closed = []
            foresight = Foresight(step: slotSeconds)
        }
    }

    /// The window that a reading at the end of a slot speaks of: an hour, or the last half hour.
    func window(endingAt end: EventTime) -> Window {
        Window(from: end - .seconds(step == 900 ? 1800 : step), to: end)
    }
}

extension ZoneState.Classes: Stored {
    func write(to writer: inout ByteWriter) {
        deviation.write(to: &writer)
        level.write(to: &writer)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        deviation = try Hysteresis(from: &reader)
        level = try Hysteresis(from: &reader)
    }
}

extension ZoneState: Stored {
    func write(to writer: inout ByteWriter) {
        writer.unsigned(UInt64(step))
        writer.unsigned(UInt64(interval))
        for time in [heard, since] { writer.optional(time) { $0.time($1) } }
        minutes.write(to: &writer)
        spread.write(to: &writer)
        writer.doubles(deviations)
        writer.optional(peak) { $0.double($1) }
        classes.write(to: &writer)
        writer.list(closed) { writer, closed in
            closed.usual.write(to: &writer)
            closed.told.write(to: &writer)
        }
        foresight.write(to: &writer)
        writer.optional(revised) { writer, window in
            writer.time(window.start)
            writer.time(window.end)
        }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        step = try reader.length(3600)
        interval = try reader.length(86_400)
        heard = try reader.optional { reader throws(Damage) in try reader.time() }
        since = try reader.optional { reader throws(Damage) in try reader.time() }
        minutes = try MinuteRing(from: &reader)
        spread = try Spread(from: &reader)
        deviations = try reader.doubles()
        peak = try reader.optional { reader throws(Damage) in try reader.double() }
        classes = try Classes(from: &reader)
        closed = try reader.list { reader throws(Damage) in
            Closed(usual: try Usual(from: &reader), told: try Reading(from: &reader))
        }
        foresight = try Foresight(from: &reader)
        revised = try reader.optional { reader throws(Damage) in
            let (start, end) = (try reader.time(), try reader.time())
            try reader.require(start < end)
            return Window(from: start, to: end)
        }
        try reader.require(step == 0 || step == 900 || step == 3600)
        try reader.require(step == 0 || spread.slots == 86_400 / step)
        try reader.require(foresight.fits(step: step))
        try reader.require(deviations.isEmpty || deviations.count == spread.slots)
    }
}
