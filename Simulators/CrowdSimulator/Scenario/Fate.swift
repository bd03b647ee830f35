/// What the faults make of one report.
struct Fate {
    private(set) var isLost = false
    private(set) var countsNobody = false
    private(set) var isReset = false
    private(set) var isMalformed = false
    private(set) var isTwice = false
    /// The first report after a restart of the device.
    private(set) var isBack = false
    private(set) var skewSeconds = 0
    private var isSwapped = false
    private var constant: Int?
    private var gain = 1.0
    private var modulus: Int?
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
        case .reboots: fault.span.overlaps(start..<end) || isFirst(start, to: end, after: fault.span)
        case .gatewayDown: fault.span.contains(sent) || hasQueue(fault.span, at: sent)
        default: fault.span.overlaps(start..<end)
        }
    }

    private static func isFirst(_ start: Moment, to end: Moment, after span: Range<Moment>) -> Bool {
        let before = start.later(milliseconds: start.milliseconds - end.milliseconds)
        return span.upperBound <= start && before < span.upperBound
    }

    /// What the device counts of those who pass.
    func counted(_ passed: Passage, by sensor: Sensor, from start: Moment, seed: UInt64) -> Passage {
        if countsNobody { return .none }
        if let constant { return Passage(inwards: constant, outwards: constant) }
        let seen = isSwapped ? Passage(inwards: passed.outwards, outwards: passed.inwards) : passed
        guard gain != 1 else { return seen }
        var random = SeededRandom(seed: seed, for: .gain, index: sensor.number, at: start.seconds)
        return Passage(
            inwards: random.rounded(Double(seen.inwards) * gain),
            outwards: random.rounded(Double(seen.outwards) * gain))
    }

    /// What the device tells of its totals.
    func shown(_ totals: Passage) -> Passage {
        guard let modulus else { return totals }
        return Passage(inwards: totals.inwards % modulus, outwards: totals.outwards % modulus)
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
        case .stuckAt(let count): constant = count
        case .swapped: isSwapped.toggle()
        case .drifts(let share): gain *= 1 + share * Self.progress(of: fault.span, at: start)
        case .counts(let times): gain *= times
        case .rollsOver(let limit): modulus = limit
        case .clockResets:
            // It begins at midnight of 1970 when the fault does.
            skewSeconds -= Int(fault.span.lowerBound.seconds)
        case .reboots:
            guard fault.span.upperBound <= start else {
                (isLost, countsNobody) = (true, true)
                break
            }
            isBack = true
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

    /// 0 at the start of the span, 1 at its end.
    private static func progress(of span: Range<Moment>, at moment: Moment) -> Double {
        let whole = Double(span.upperBound.milliseconds - span.lowerBound.milliseconds)
        let past = Double(moment.milliseconds - span.lowerBound.milliseconds)
        return min(max(past / whole, 0), 1)
    }

    /// Each sensor has a way of its own to the broker, so they never all speak in one instant.
    private static func latency(of sensor: Sensor, at start: Moment, seed: UInt64) -> Int64 {
        var own = SeededRandom(seed: seed, for: .latency, index: sensor.number)
        var now = SeededRandom(seed: seed, for: .latency, index: sensor.number, at: start.seconds)
        return Int64(own.number(in: 200...3000) + now.number(in: 0...500))
    }
}

extension SeededRandom {
    /// A whole number beside `value`, such that the mean of many is `value`.
    fileprivate mutating func rounded(_ value: Double) -> Int {
        let whole = value.rounded(.down)
        return Int(whole) + (happens(withShare: value - whole) ? 1 : 0)
    }
}
