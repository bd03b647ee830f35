public import Barometer

/// How a person says over MQTT that an alarm was seen: a message of any content on
/// `footfall/alarm/{zone}/{rule}/acknowledge`.
public enum AcknowledgementTopic {
    /// What a broker is asked for.
    public static let filter = "footfall/alarm/+/+/acknowledge"

    /// Where to say so.
    public static func name(zone: ZoneID, rule: AlarmRuleID) -> String {
        "footfall/alarm/\(zone)/\(rule)/acknowledge"
    }

    /// Reads a topic, in UTF-8; `nil` when it is another one, or has names that nobody can have.
    public static func names(in topic: Span<UInt8>) -> (zone: ZoneID, rule: AlarmRuleID)? {
        guard isOurs(topic) else { return nil }
        let levels = String(utf8: topic).split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count == 5, levels[4] == "acknowledge" else { return nil }
        let (zone, rule) = (ZoneID(String(levels[2])), AlarmRuleID(String(levels[3])))
        return zone.isSlug && rule.isSlug ? (zone, rule) : nil
    }

    /// Told from the first bytes, since most topics are others.
    private static func isOurs(_ topic: Span<UInt8>) -> Bool {
        let start = "footfall/alarm/".utf8
        guard topic.count > start.count else { return false }
        return zip(start, topic.indices).allSatisfy { byte, index in topic[index] == byte }
    }
}

extension Rejection {
    /// A broker told again what somebody let it keep: that would see alarms that come later.
    public static func retained(_ zone: ZoneID, _ rule: AlarmRuleID) -> Rejection {
        Rejection(
            code: .unknownAlarm, detail: "the acknowledgement is a retained message", source: nil,
            subject: "\(zone)/\(rule)")
    }
}
