public import Barometer

/// Who is called, and who has heard the call.
extension Pipeline {
    /// What operators were told last, as far as it is raised; by zone and rule.
    public var raisedAlarms: [Alarm] { state.alarms.raised }

    mutating func tell(_ alarms: [Alarm]) {
        actions += alarms.map { .tell(.alarm($0)) }
    }

    mutating func acknowledge(_ rule: AlarmRuleID, in zone: ZoneID) {
        let now = state.watermark.clock ?? EventTime(seconds: 0)
        switch state.alarms.acknowledge(rule, in: zone, at: now) {
        case .told(let alarm): tell([alarm])
        case .known: break
        case .refused:
            let reason = "no alarm of this rule is raised in this zone"
            actions.append(
                .reject(.init(code: .unknownAlarm, detail: reason, source: nil, subject: "\(zone)/\(rule)")))
        }
    }
}
