extension Scenario {
    /// All messages in the order in which they leave, with the broker's restarts between them.
    public var steps: some Sequence<Step> {
        ScenarioSteps(of: self)
    }
}

/// Goes through a scenario hour by hour, so that a long one needs no more memory than a short one.
private struct ScenarioSteps: Sequence, IteratorProtocol {
    private let scenario: Scenario
    private let crowd: Crowd
    private var hours: any IteratorProtocol<Moment>
    private var totals: [Int: Passage] = [:]
    /// What sensors that restart once sent last, the newest last.
    private var recent: [Int: [SimulatedMessage]] = [:]
    private static let keptByDevice = 30
    /// What left in the hours that are done, the next one last.
    private var ready: [Step] = []
    /// What leaves later.
    private var waiting: [Step]

    init(of scenario: Scenario) {
        self.scenario = scenario
        crowd = Crowd(of: scenario)
        hours = scenario.hours.makeIterator()
        waiting = scenario.brokerRestarts.map { .brokerRestart($0) }
        for sensor in scenario.sensors where sensor.format.isCounter { installCounter(sensor) }
    }

    mutating func next() -> Step? {
        while ready.isEmpty {
            if let hour = hours.next() {
                for (sensor, start) in scenario.reports(inHourFrom: hour) { report(sensor, from: start) }
                release(until: hour.later(seconds: 3600))
            } else if waiting.isEmpty {
                return nil
            } else {
                release(until: nil)
            }
        }
        return ready.popLast()
    }

    private mutating func release(until end: Moment?) {
        let due = waiting.filter { step in end.map { step.time < $0 } ?? true }
        waiting.removeAll { step in end.map { step.time < $0 } ?? true }
        let inOrder = due.enumerated().sorted { left, right in
            (left.element.time, left.offset) < (right.element.time, right.offset)
        }
        ready = inOrder.reversed().map(\.element)
    }

    /// The first reading of a counter, from which all later ones are told apart.
    private mutating func installCounter(_ sensor: Sensor) {
        var random = SeededRandom(seed: scenario.seed, for: .counterStart, index: sensor.number)
        let total = Passage(
            inwards: random.number(in: 1000...90_000), outwards: random.number(in: 1000...90_000))
        totals[sensor.number] = total
        let start = scenario.span.lowerBound.later(seconds: Int64(-sensor.format.seconds))
        waiting.append(.message(message(sensor, from: start, telling: total, sent: scenario.span.lowerBound)))
    }

    private mutating func report(_ sensor: Sensor, from start: Moment) {
        let fate = Fate(of: sensor, from: start, in: scenario)
        let passed = crowd.passage(at: sensor, from: start, seconds: sensor.format.seconds)
        let counted = fate.counted(passed, by: sensor, from: start, seed: scenario.seed)
        let told = fate.shown(told(by: sensor, having: counted, isReset: fate.isReset))
        guard !fate.isLost else { return }
        var random = SeededRandom(
            seed: scenario.seed, for: .device, index: sensor.number, at: start.seconds)
        let shown = start.later(seconds: Int64(fate.skewSeconds))
        var message = message(sensor, from: shown, telling: told, sent: fate.sent, start: start)
        if fate.isMalformed {
            message = message.broken(by: Malformation.any(using: &random))
        }
        waiting.append(.message(message))
        remember(message, of: sensor, isBack: fate.isBack)
        if fate.isTwice {
            waiting.append(.message(message.again(after: Int64(random.number(in: 500...20_000)))))
        }
    }

    /// A device that is back sends again what it sent last.
    private mutating func remember(_ message: SimulatedMessage, of sensor: Sensor, isBack: Bool) {
        guard scenario.restarts(sensor) else { return }
        if isBack {
            let again = (recent[sensor.number] ?? []).map { $0.sentAgain(at: message.sent) }
            waiting += again.map { .message($0) }
        }
        recent[sensor.number] = Array(
            ((recent[sensor.number] ?? []) + [message]).suffix(Self.keptByDevice))
    }

    private mutating func told(by sensor: Sensor, having counted: Passage, isReset: Bool) -> Passage {
        guard sensor.format.isCounter else { return counted }
        let before = isReset ? .none : totals[sensor.number] ?? .none
        totals[sensor.number] = before + counted
        return before + counted
    }

    /// - Parameter shown: the start by the device's clock.
    private func message(
        _ sensor: Sensor, from shown: Moment, telling told: Passage, sent: Moment, start: Moment? = nil
    ) -> SimulatedMessage {
        let format = sensor.format
        return SimulatedMessage(
            topic: format.topic(of: sensor),
            payload: format.payload(of: sensor, from: shown, telling: told),
            sent: sent, start: start ?? shown,
            observations: format.observations(of: sensor, from: shown, telling: told))
    }
}

extension SimulatedMessage {
    fileprivate func broken(by malformation: Malformation) -> SimulatedMessage {
        SimulatedMessage(
            topic: topic, payload: malformation.applied(to: payload), sent: sent, start: start,
            observations: [])
    }

    fileprivate func again(after milliseconds: Int64) -> SimulatedMessage {
        sentAgain(at: sent.later(milliseconds: milliseconds))
    }

    fileprivate func sentAgain(at moment: Moment) -> SimulatedMessage {
        SimulatedMessage(
            topic: topic, payload: payload, sent: moment, start: start, observations: observations)
    }
}
