internal import Barometer

/// What is remembered of one sensor to tell whether it is well.
struct SensorWatch: Sendable, Equatable {
    /// The roster's number of the source that it was last heard through.
    var source = 0
    var rhythm = Rhythm()
    var clock = ClockWatch()
    var hours = HourShift()
    var sameness = Sameness()
    var directions = DirectionWatch()
    var repeats = RepeatWatch()
    var level = LevelWatch()
    var drift = DriftWatch()
    /// The newest local day that was a fault of the sensor.
    var faultDay: CalendarDate?
    /// Its reports come late by the clock of their own; its days are shifted by hours.
    var isLagging = false
    var isShifted = false
    private(set) var open: [OpenTrouble] = []

    func has(_ trouble: SensorHealth.Trouble) -> Bool { open.contains { $0.trouble == trouble } }

    /// What is left out of its zone's comparison now, so that the zone is told from the others.
    var doubtedSince: EventTime? {
        open.first { $0.trouble == .unitChange }?.since
    }

    /// Begins or ends a trouble.
    ///
    /// - Returns: what has changed, if anything.
    mutating func settle(
        _ trouble: SensorHealth.Trouble, _ verdict: Verdict, at now: EventTime
    ) -> Change? {
        let index = open.firstIndex { $0.trouble == trouble }
        switch (verdict, index) {
        case (.trouble(let since), nil):
            open.append(OpenTrouble(trouble: trouble, since: min(since, now), noticed: now))
            return Change(trouble: open[open.count - 1], until: nil)
        case (.well(let since), let index?):
            let ended = open.remove(at: index)
            return Change(trouble: ended, until: max(since, ended.since))
        case (.trouble, .some), (.well, nil), (.unclear, _): return nil
        }
    }

    struct Change {
        let trouble: OpenTrouble
        let until: EventTime?
    }

    /// Two detectors look at the clock: all is well when both say so.
    mutating func settleClock(lagging verdict: Verdict, at now: EventTime) -> Change? {
        switch verdict {
        case .trouble: isLagging = true
        case .well: isLagging = false
        case .unclear: return nil
        }
        return isShifted ? nil : settle(.clockOff, verdict, at: now)
    }

    mutating func settleClock(shifted: Bool, since: EventTime, at now: EventTime) -> Change? {
        isShifted = shifted
        return isLagging
            ? nil : settle(.clockOff, shifted ? .trouble(since: since) : .well(since: since), at: now)
    }
}

extension SensorWatch: Stored {
    func write(to writer: inout ByteWriter) {
        writer.unsigned(UInt64(source))
        rhythm.write(to: &writer)
        clock.write(to: &writer)
        hours.write(to: &writer)
        sameness.write(to: &writer)
        directions.write(to: &writer)
        repeats.write(to: &writer)
        level.write(to: &writer)
        drift.write(to: &writer)
        writer.optional(faultDay) { $0.date($1) }
        writer.bool(isLagging)
        writer.bool(isShifted)
        writer.list(open)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        source = try reader.small()
        rhythm = try Rhythm(from: &reader)
        clock = try ClockWatch(from: &reader)
        hours = try HourShift(from: &reader)
        sameness = try Sameness(from: &reader)
        directions = try DirectionWatch(from: &reader)
        repeats = try RepeatWatch(from: &reader)
        level = try LevelWatch(from: &reader)
        drift = try DriftWatch(from: &reader)
        faultDay = try reader.optional(CalendarDate.init(from:))
        isLagging = try reader.bool()
        isShifted = try reader.bool()
        open = try reader.list()
    }
}
