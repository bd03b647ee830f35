internal import Barometer

/// One rule's eye on one zone, from quiet to raised and back.
///
/// Only what was measured moves it: a zone out of sight neither raises a limit's alarm nor clears one.
struct AlarmWatch: Sendable, Equatable {
    private(set) var state = State.quiet

    enum State: Equatable {
        case quiet
        /// The limit is passed since then, and not for long enough yet.
        case rising(since: EventTime)
        case raised(Call)
        /// Passed back since then, and not for long enough yet.
        case falling(since: EventTime, Call)
        /// Nothing can be said of the zone since then.
        case unseen(since: EventTime, Call)
    }

    /// What operators know of an alarm that is raised.
    struct Call: Equatable {
        /// From when on the limit was passed.
        let since: EventTime
        var isAcknowledged = false
        var isBlind = false
        var changed: EventTime

        fileprivate func seen(at time: EventTime) -> Call {
            Call(since: since, isAcknowledged: true, isBlind: isBlind, changed: time)
        }

        fileprivate func blind(_ isBlind: Bool, at time: EventTime) -> Call {
            Call(since: since, isAcknowledged: isAcknowledged, isBlind: isBlind, changed: time)
        }
    }

    /// What is to be told after an event.
    enum News: Equatable {
        case changed(Call)
        case cleared(Call, at: EventTime)
    }

    /// `nil` unless it is raised.
    var call: Call? {
        switch state {
        case .quiet, .rising: nil
        case .raised(let call), .falling(_, let call), .unseen(_, let call): call
        }
    }

    /// Looks at a value; `nil` is out of sight. Time does not run back.
    ///
    /// - Parameter start: from when on it has been so, where that is known.
    mutating func see(
        _ value: Double?, from start: EventTime? = nil, at time: EventTime, _ rule: Alarms.Rule
    ) -> News? {
        guard let value else { return lose(at: time, rule) }
        switch state {
        case .quiet, .rising: return value >= rule.raise ? rise(from: start, at: time, rule) : calmDown()
        case .raised(let call), .falling(_, let call): return follow(value, call, at: time, rule)
        case .unseen(_, let call):
            let isBack = call.isBlind
            let call = isBack ? call.blind(false, at: time) : call
            return follow(value, call, at: time, rule) ?? (isBack ? .changed(call) : nil)
        }
    }

    private mutating func calmDown() -> News? {
        state = .quiet
        return nil
    }

    private mutating func rise(from start: EventTime?, at time: EventTime, _ rule: Alarms.Rule) -> News? {
        let since = if case .rising(let since) = state { since } else { start ?? time }
        state = .rising(since: since)
        guard time - since >= rule.raiseAfter else { return nil }
        let call = Call(since: since, changed: time)
        state = .raised(call)
        return .changed(call)
    }

    private mutating func follow(
        _ value: Double, _ call: Call, at time: EventTime, _ rule: Alarms.Rule
    ) -> News? {
        guard value <= rule.clear else {
            state = .raised(call)
            return nil
        }
        let since = if case .falling(let since, _) = state { since } else { time }
        state = .falling(since: since, call)
        guard time - since >= rule.clearAfter else { return nil }
        state = .quiet
        return .cleared(call, at: time)
    }

    private mutating func lose(at time: EventTime, _ rule: Alarms.Rule) -> News? {
        switch state {
        case .quiet, .rising: return calmDown()
        case .raised(let call), .falling(_, let call):
            state = .unseen(since: time, call)
        case .unseen: break
        }
        guard case .unseen(let since, let call) = state, !call.isBlind, time - since >= rule.clearAfter else {
            return nil
        }
        let blind = call.blind(true, at: time)
        state = .unseen(since: since, blind)
        return .changed(blind)
    }

    enum Acknowledgement: Equatable {
        /// It is not raised, so there is nothing to see.
        case refused
        case news(News)
        /// It was seen before.
        case known
    }

    /// A person has seen it.
    mutating func acknowledge(at time: EventTime) -> Acknowledgement {
        guard let call else { return .refused }
        if call.isAcknowledged { return .known }
        let seen = call.seen(at: max(time, call.since))
        switch state {
        case .quiet, .rising: return .refused
        case .raised: state = .raised(seen)
        case .falling(let since, _): state = .falling(since: since, seen)
        case .unseen(let since, _): state = .unseen(since: since, seen)
        }
        return .news(.changed(seen))
    }
}

extension AlarmWatch: Stored {
    func write(to writer: inout ByteWriter) {
        switch state {
        case .quiet: writer.byte(0)
        case .rising(let since):
            writer.byte(1)
            writer.time(since)
        case .raised(let call):
            writer.byte(2)
            call.write(to: &writer)
        case .falling(let since, let call):
            writer.byte(3)
            writer.time(since)
            call.write(to: &writer)
        case .unseen(let since, let call):
            writer.byte(4)
            writer.time(since)
            call.write(to: &writer)
        }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        switch try reader.byte() {
        case 0: state = .quiet
        case 1: state = .rising(since: try reader.time())
        case 2: state = .raised(try Call(from: &reader))
        case 3: state = .falling(since: try reader.time(), try Call(from: &reader))
        case 4: state = .unseen(since: try reader.time(), try Call(from: &reader))
        default: throw reader.damage
        }
    }
}

extension AlarmWatch.Call: Stored {
    func write(to writer: inout ByteWriter) {
        writer.time(since)
        writer.bool(isAcknowledged)
        writer.bool(isBlind)
        writer.time(changed)
    }

    init(from reader: inout ByteReader) throws(Damage) {
        since = try reader.time()
        isAcknowledged = try reader.bool()
        isBlind = try reader.bool()
        changed = try reader.time()
    }
}
