public import Barometer

/// What operators are called for, and how far each of it has come.
public struct Alarms: Sendable, Equatable {
    /// When to call, and when all is well again.
    public struct Rule: Hashable, Sendable {
        public let id: AlarmRuleID
        /// Places in the plan's zones.
        public let zones: [Int]
        public let cause: Alarm.Cause
        /// A level 1...4, percent, or points; for silence 1, which is a blind zone.
        public let raise: Double
        /// Below `raise`; for silence 0.
        public let clear: Double
        /// So long each reading has to be at `raise` or above.
        public let raiseAfter: Duration
        /// So long each reading has to be at `clear` or below.
        public let clearAfter: Duration

        public init(
            id: AlarmRuleID, zones: [Int], cause: Alarm.Cause, raise: Double, clear: Double,
            raiseAfter: Duration, clearAfter: Duration
        ) {
            self.id = id
            self.zones = zones
            self.cause = cause
            self.raise = raise
            self.clear = clear
            self.raiseAfter = raiseAfter
            self.clearAfter = clearAfter
        }
    }

    /// A rule in a zone, by their names, so that a changed plan finds its own again.
    struct Name: Hashable, Comparable {
        let zone: ZoneID
        let rule: AlarmRuleID

        static func < (left: Name, right: Name) -> Bool { (left.zone, left.rule) < (right.zone, right.rule) }
    }

    /// One that is not here is quiet.
    private(set) var watches: [Name: Watch] = [:]

    struct Watch: Sendable, Equatable {
        /// A rule that now looks at something else is another rule.
        let cause: Alarm.Cause
        var watch = AlarmWatch()
    }

    /// Zones whose newest reading had too little to go by.
    var obscure: Set<ZoneID> = []
    /// When zones were last asked whether they are silent.
    var asked: EventTime?

    init() {}

    /// All that are raised, by zone and rule.
    var raised: [Alarm] {
        watches.sorted { $0.key < $1.key }.compactMap { name, entry in
            entry.watch.call.map { Self.alarm(name, entry.cause, .changed($0)) }
        }
    }

    /// Looks at one zone with one rule's eyes; what has to be told of it.
    mutating func see(
        _ value: Double?, in zone: ZoneID, from start: EventTime? = nil, at time: EventTime, _ rule: Rule
    ) -> Alarm? {
        let name = Name(zone: zone, rule: rule.id)
        var entry = watches[name] ?? Watch(cause: rule.cause)
        let news = entry.watch.see(value, from: start, at: time, rule)
        watches[name] = entry.watch.state == .quiet ? nil : entry
        return news.map { Self.alarm(name, rule.cause, $0) }
    }

    enum Acknowledgement {
        case refused
        case known
        case told(Alarm)
    }

    /// A person has seen an alarm.
    mutating func acknowledge(_ rule: AlarmRuleID, in zone: ZoneID, at time: EventTime) -> Acknowledgement {
        let name = Name(zone: zone, rule: rule)
        guard var entry = watches[name] else { return .refused }
        let outcome = entry.watch.acknowledge(at: time)
        watches[name] = entry
        switch outcome {
        case .refused: return .refused
        case .known: return .known
        case .news(let news): return .told(Self.alarm(name, entry.cause, news))
        }
    }

    private static func alarm(_ name: Name, _ cause: Alarm.Cause, _ news: AlarmWatch.News) -> Alarm {
        switch news {
        case .changed(let call):
            Alarm(
                zone: name.zone, rule: name.rule, cause: cause,
                state: call.isAcknowledged ? .acknowledged : .raised, since: call.since,
                changed: call.changed, isBlind: call.isBlind)
        case .cleared(let call, let time):
            Alarm(
                zone: name.zone, rule: name.rule, cause: cause, state: .cleared, since: call.since,
                changed: time)
        }
    }
}

extension Alarms {
    func write(to writer: inout ByteWriter) {
        writer.list(watches.sorted { $0.key < $1.key }) { writer, entry in
            writer.text(entry.key.zone.name)
            writer.text(entry.key.rule.name)
            writer.text(entry.value.cause.rawValue)
            entry.value.watch.write(to: &writer)
        }
        writer.list(obscure.sorted()) { $0.text($1.name) }
        writer.optional(asked) { $0.time($1) }
    }

    /// What no rule of the plan looks at any more is left out.
    init(from reader: inout ByteReader, for plan: Plan) throws(Damage) {
        let stored = try reader.list { reader throws(Damage) in
            let name = Name(zone: ZoneID(try reader.text()), rule: AlarmRuleID(try reader.text()))
            guard let cause = Alarm.Cause(rawValue: try reader.text()) else { throw reader.damage }
            return (name, Watch(cause: cause, watch: try AlarmWatch(from: &reader)))
        }
        let wanted = Set(plan.alarms.flatMap { rule in rule.zones.map { Wanted(plan.zones[$0].id, rule) } })
        let kept = stored.filter { wanted.contains(Wanted(name: $0, cause: $1.cause)) }
        watches = Dictionary(kept) { first, _ in first }
        obscure = Set(try reader.list { reader throws(Damage) in ZoneID(try reader.text()) })
        asked = try reader.optional { reader throws(Damage) in try reader.time() }
    }

    private struct Wanted: Hashable {
        let name: Name
        let cause: Alarm.Cause

        init(name: Name, cause: Alarm.Cause) {
            self.name = name
            self.cause = cause
        }

        init(_ zone: ZoneID, _ rule: Rule) {
            self.init(name: Name(zone: zone, rule: rule.id), cause: rule.cause)
        }
    }
}
