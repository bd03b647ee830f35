/// News of the present, of no use once it is over: unlike a reading it has no versions and no history.
public enum Notice: Hashable, Sendable {
    case outlook(Outlook)
    case alarm(Alarm)

    /// What it speaks of: a newer notice of the same subject takes its place.
    public enum Subject: Hashable, Sendable {
        case outlook(ZoneID)
        case alarm(ZoneID, AlarmRuleID)
    }

    public var subject: Subject {
        switch self {
        case .outlook(let outlook): .outlook(outlook.zone)
        case .alarm(let alarm): .alarm(alarm.zone, alarm.rule)
        }
    }

    /// Whether it is of no use any more. An alarm never is: it is taken back by the next.
    public func isOver(at now: EventTime) -> Bool {
        switch self {
        case .outlook(let outlook): outlook.validUntil <= now
        case .alarm: false
        }
    }
}

extension [Notice] {
    /// Adds newer ones at the end; of each subject the last stays.
    public mutating func put(_ newer: [Notice]) {
        append(contentsOf: newer)
        var last: [Notice.Subject: Int] = [:]
        for (place, notice) in enumerated() { last[notice.subject] = place }
        self = enumerated().filter { last[$1.subject] == $0 }.map(\.element)
    }
}

extension Notice {
    /// `nil` when it is news of another kind.
    public var alarm: Alarm? {
        if case .alarm(let alarm) = self { alarm } else { nil }
    }
}
