internal import Barometer

/// What a zone's forecasts have come to: how far they miss, and how often they were right. Private.
struct Foresight: Sendable, Equatable {
    /// By lead; empty before the first observation.
    private var misses: [Misses] = []
    /// Forecasts whose time is not over.
    private var open: [Open] = []
    /// The newest slots, at most an hour of them, oldest first.
    private var recent: [Outcome] = []
    /// Of the local day so far.
    private var today = Outcome()
    private var end: EventTime?
    private var record = Record()

    init() {}

    init(step: Int) {
        misses = Lead.all(step: step).map { _ in Misses() }
    }

    /// People counted and usual, of the same sensors, over some slots.
    struct Outcome: Sendable, Equatable {
        var observed = 0.0
        var expected = 0.0
        var expectedOfAll = 0.0

        static func + (left: Outcome, right: Outcome) -> Outcome {
            Outcome(
                observed: left.observed + right.observed, expected: left.expected + right.expected,
                expectedOfAll: left.expectedOfAll + right.expectedOfAll)
        }

        static func - (left: Outcome, right: Outcome) -> Outcome {
            Outcome(
                observed: left.observed - right.observed, expected: left.expected - right.expected,
                expectedOfAll: left.expectedOfAll - right.expectedOfAll)
        }
    }

    fileprivate struct Open: Equatable {
        let lead: Int
        let end: EventTime
        let hour: Int
        /// The deviation where nothing was learned.
        let start: Double
        /// Expected over usual.
        let ratio: Double
        let below: Double
        let above: Double
        /// As it was told; `nil` when it was not.
        let level: Level?
        /// What had come of the day by then.
        let before: Outcome
    }

    /// Shares over some three weeks, the newest weighing most.
    private struct Record: Equatable {
        var judged = 0
        var hits = 0.0
        var inside = 0.0
    }
}

// MARK: - Looking ahead

extension Foresight {
    /// - Parameter place: of the first slot in the local day.
    func reach(lead: Int, from place: Int, _ zone: ZoneState) -> (below: Double, above: Double) {
        misses[lead].reach(hour: place * zone.step / 3600, start: zone.deviation(place))
    }

    /// Remembers what was expected until it can be judged; of the rest of the day, once an hour.
    ///
    /// - Parameter level: of the hour ahead as it was told; `nil` when it was not.
    mutating func remember(
        _ prospects: [Prospect], at made: EventTime, level: Level?, of zone: ZoneState
    ) {
        if end != made { (recent, open, end) = ([], [], made) }
        let leads = Lead.all(step: zone.step)
        for prospect in prospects where prospect.usual > 0 {
            guard let lead = leads.firstIndex(of: prospect.lead) else { continue }
            let second = prospect.place * zone.step
            if prospect.lead.slots == nil, !second.isMultiple(of: 3600) { continue }
            open.append(
                Open(
                    lead: lead, end: prospect.window.end, hour: second / 3600,
                    start: zone.deviation(prospect.place), ratio: prospect.expected / prospect.usual,
                    below: prospect.reach.below, above: prospect.reach.above,
                    level: lead == Lead.hourAhead(step: zone.step) ? level : nil, before: today))
        }
    }

    /// How earlier outlooks came true; `nil` until a week of them is judged.
    func published(step: Int) -> Outlook.Record? {
        guard record.judged >= 7 * 86_400 / step else { return nil }
        return Outlook.Record(levelHit: Share(record.hits), inInterval: Share(record.inside))
    }
}

// MARK: - Looking back

extension Foresight {
    /// Judges the forecasts that end with a slot that has just closed.
    ///
    /// - Parameters:
    ///   - level: that came; `nil` when it could not be told.
    ///   - isGuide: whether other days can learn from this one.
    mutating func judge(_ slot: Comparison, _ window: Window, step: Int, level: Level?, isGuide: Bool) {
        if end != window.start { (recent, open, today) = ([], [], Outcome()) }
        end = window.end
        let outcome = Outcome(
            observed: slot.observed, expected: slot.expected, expectedOfAll: slot.expectedOfAll)
        recent = (recent + [outcome]).suffix(3600 / step)
        today = today + outcome
        let due = open.filter { $0.end <= window.end }
        open.removeAll { $0.end <= window.end }
        let leads = Lead.all(step: step)
        for forecast in due where forecast.end == window.end {
            let slots = leads[forecast.lead].slots
            let sum =
                slots.map { recent.suffix($0.count).reduce(Outcome(), +) } ?? today - forecast.before
            judge(forecast, sum, pace: slots == nil ? 0.25 : Double(step) / 3600, isGuide: isGuide)
            guard let told = forecast.level, let level else { continue }
            note(isHit: told == level, isInside: forecast.holds(sum), step: step)
        }
        if due.contains(where: { leads[$0.lead].slots == nil }) { today = Outcome() }
    }

    private mutating func judge(_ forecast: Open, _ outcome: Outcome, pace: Double, isGuide: Bool) {
        guard isGuide, let miss = forecast.miss(outcome) else { return }
        misses[forecast.lead].learn(miss, hour: forecast.hour, start: forecast.start, pace: pace)
    }

    private mutating func note(isHit: Bool, isInside: Bool, step: Int) {
        record.judged += 1
        let gain = max(1 / Double(record.judged), Double(step) / (21 * 86_400))
        record.hits += gain * ((isHit ? 1 : 0) - record.hits)
        record.inside += gain * ((isInside ? 1 : 0) - record.inside)
    }
}

extension Foresight.Open {
    /// The logarithm of what came over what was expected, of the sensors that were heard; `nil` of less than half.
    fileprivate func miss(_ outcome: Foresight.Outcome) -> Double? {
        guard outcome.expected > 0, outcome.expected >= 0.5 * outcome.expectedOfAll else { return nil }
        return Statistics.log((outcome.observed + 5) / (outcome.expected * ratio + 5))
    }

    fileprivate func holds(_ outcome: Foresight.Outcome) -> Bool {
        miss(outcome).map { -below <= $0 && $0 <= above } ?? true
    }
}

extension ZoneState {
    /// How far the zone strays from what is usual in a slot of today; what is usual anywhere, before it is known.
    fileprivate func deviation(_ place: Int) -> Double {
        deviations.indices.contains(place) ? deviations[place] : Spread.beforehand
    }
}

// MARK: - Storage

extension Foresight: Stored {
    func write(to writer: inout ByteWriter) {
        writer.list(misses)
        writer.list(open)
        writer.list(recent)
        today.write(to: &writer)
        writer.optional(end) { $0.time($1) }
        writer.unsigned(UInt64(record.judged))
        writer.double(record.hits)
        writer.double(record.inside)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        misses = try reader.list()
        open = try reader.list()
        recent = try reader.list()
        today = try Outcome(from: &reader)
        end = try reader.optional { reader throws(Damage) in try reader.time() }
        record.judged = try reader.length(Int(Int32.max))
        record.hits = try reader.double()
        record.inside = try reader.double()
        try reader.require(open.allSatisfy { $0.lead < misses.count && recent.count <= 4 })
    }

    /// Whether it has a place for each lead of such a zone.
    func fits(step: Int) -> Bool {
        misses.count == (step == 0 ? 0 : Lead.all(step: step).count)
    }
}

extension Foresight.Outcome: Stored {
    func write(to writer: inout ByteWriter) {
        for value in [observed, expected, expectedOfAll] { writer.double(value) }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        observed = try reader.double()
        expected = try reader.double()
        expectedOfAll = try reader.double()
    }
}

extension Foresight.Open: Stored {
    func write(to writer: inout ByteWriter) {
        writer.unsigned(UInt64(lead))
        writer.time(end)
        writer.unsigned(UInt64(hour))
        for value in [start, ratio, below, above] { writer.double(value) }
        writer.optional(level) { $0.unsigned(UInt64($1.rawValue)) }
        before.write(to: &writer)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        lead = try reader.length(16)
        end = try reader.time()
        hour = try reader.length(23)
        start = try reader.double()
        ratio = try reader.double()
        below = try reader.double()
        above = try reader.double()
        level = try reader.optional { reader throws(Damage) -> Level in
            guard let level = Level(rawValue: try reader.length(4)) else { throw reader.damage }
            return level
        }
        before = try Foresight.Outcome(from: &reader)
    }
}
