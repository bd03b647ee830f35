internal import Barometer

/// Who takes over from whom, and when.
///
/// While both report, the old sensor counts and the new one is on trial: its counts are compared with those of the
/// old one, and are nobody's people. The new one takes over when the old one ends (`to`), or else where it begins
/// itself (`from`). So at each moment one of the two counts, and never both.
extension Plan {
    /// - Parameter place: in `sensors`.
    /// - Returns: the newest place in the same zone of the sensor that it replaces, that began before it; `nil` for
    ///   one that replaces none, or does not say since when.
    public static func predecessor(of place: Int, in sensors: [Sensor]) -> Int? {
        let sensor = sensors[place]
        guard let old = sensor.replaces, let from = sensor.from else { return nil }
        return sensors.indices
            .filter { other in
                sensors[other].id == old && sensors[other].zone == sensor.zone
                    && sensors[other].from.map { $0 < from } ?? true && other != place
            }
            .max { (sensors[$0].from ?? .distantPast) < (sensors[$1].from ?? .distantPast) }
    }

    static func succession(_ sensors: [Sensor]) -> (sensors: [Sensor], predecessors: [Int?]) {
        let predecessors = sensors.indices.map { predecessor(of: $0, in: sensors) }
        var placed = sensors
        for (new, old) in predecessors.enumerated() {
            guard let old, let from = sensors[new].from else { continue }
            let handover = max(from, sensors[old].to ?? from)
            placed[new].handover = handover
            placed[old].replacedAt = handover
        }
        return (placed, predecessors)
    }
}

extension EventTime {
    fileprivate static let distantPast = EventTime(milliseconds: .min)
}

extension Plan.Sensor {
    /// Whether it serves when the window begins, or from some moment of it on.
    func serves(in window: Window) -> Bool {
        isForEver || serves(at: window.start) || (handover ?? from).map(window.contains) ?? false
    }

    var isForEver: Bool { from == nil && to == nil && handover == nil && replacedAt == nil }

    /// Whether its counts are only compared with those of the sensor that it will replace.
    func isOnTrial(at time: EventTime) -> Bool { handover.map { time < $0 } ?? false }
}
