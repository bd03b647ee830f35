/// What the faults make of one report.
struct Fate {
    private(set) var isLost = false
    private(set) var countsNobody = false
    private(set) var isReset = false
    private(set) var isMalformed = false
    private(set) var isTwice = false
    private(set) var skewSeconds = 0
    /// When it leaves.
    private(set) var sent: Moment
    /// The faults that touched it, in the order of the scenario.
    private(set) var names: [String] = []

    init(of sensor: Sensor, from start: Moment, in scenario: Scenario) {
        let end = start.later(seconds: Int64(sensor.format.seconds))
        sent = end.later(milliseconds: Self.latency(of: sensor, at: start, seed: scenario.seed))
        for fault in scenario.faults(on: sensor) where Self.strikes(fault, from: start, to: end, sent: sent) {
            apply(fault, sensor, start, seed: scenario.seed)
        }
    }

    /// A report is struck when the fault and the counted stretch overlap; one on its way, when it leaves meanwhile.
    private static func strikes(_ fault: Fault, from start: Moment, to end: Moment, sent: Moment) -> Bool {
        switch fault.kind {
        case .resets: fault.span.lowerBound <= start && start.later(seconds: -60) < fault.span.lowerBound
        case .gatewayDown: fault.span.contains(sent) || hasQueue(fault.span, at: sent)
        default: fault.span.overlaps(start..<end)
        }
    }

    /// Whether the gateway still sends what it kept, so that a new message has to wait for its turn.
    private static func hasQueue(_ outage: Range<Moment>, at sent: Moment) -> Bool {
        outage.upperBound <= sent && sent < turn(of: sent, after: outage)
    }

    private static func turn(of sent: Moment, after outage: Range<Moment>) -> Moment {
        let waited = sent.milliseconds - outage.lowerBound.milliseconds
        return outage.upperBound.later(milliseconds: waited / 60)
    }

    private mutating func apply(_ fault: Fault, _ sensor: Sensor, _ start: Moment, seed: UInt64) {
        func random(_ purpose: SeededRandom.Purpose) -> SeededRandom {
            SeededRandom(seed: seed, for: purpose, index: sensor.number, at: start.seconds)
        }
        switch fault.kind {
        case .dead: (isLost, countsNobody) = (true, true)
        case .stuck: countsNobody = true
        case .resets: isReset = true
        case .skewed(let seconds): skewSeconds += seconds
        case .gatewayDown: sent = Self.turn(of: sent, after: fault.span)
        case .shuffled(let seconds):
            var random = random(.delay)
            sent = sent.later(milliseconds: Int64(random.number(in: 0...seconds * 1000)))
        case .duplicates(let share):
            var random = random(.duplicate)
            guard random.happens(withShare: share) else { return }
            isTwice = true
        case .malformed(let share):
            var random = random(.malformed)
            guard random.happens(withShare: share) else { return }
            isMalformed = true
        }
        names.append(fault.kind.name)
    }

    /// Each sensor has a way of its own to the broker, so they never all speak in one instant.
    private static func latency(of sensor: Sensor, at start: Moment, seed: UInt64) -> Int64 {
        var own = SeededRandom(seed: seed, for: .latency, index: sensor.number)
        var now = SeededRandom(seed: seed, for: .latency, index: sensor.number, at: start.seconds)
        return Int64(own.number(in: 200...3000) + now.number(in: 0...500))
    }
}
