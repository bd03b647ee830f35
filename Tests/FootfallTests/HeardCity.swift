import Barometer
import CrowdSimulator
import Footfall

/// A made-up city, heard by the real intake and the real pipeline, with what is known of its sensors in truth.
struct HeardCity {
    let scenario: Scenario
    private let faults: [Known]

    /// A fault that was put in.
    struct Known: Sendable {
        let sensor: String
        /// As in a scenario, such as `dead`.
        let fault: String
        let trouble: SensorHealth.Trouble
        let span: Range<EventTime>
    }

    struct Verdict {
        /// For each fault how long it took to be noticed; `nil`: it was not.
        var delays: [(fault: String, delay: Duration?)] = []
        /// Troubles that began where nothing was wrong.
        var falseAlarms: [SensorHealth] = []
        var sensorDays = 0.0
    }

    /// - Parameter lines: after those of the town, one a sensor: when, and what is wrong for how long.
    init(town: String, faults: [(line: String, trouble: SensorHealth.Trouble)]) throws {
        let text = ([town] + faults.map(\.line)).joined(separator: "\n")
        let scenario = try Scenario(parsing: text, file: "town.txt")
        self.scenario = scenario
        let base = try Scenario(parsing: town, file: "town.txt")
        self.faults = try faults.map { fault in
            let words = fault.line.split(separator: " ")
            let number = Int(words[3].dropFirst(5)) ?? 0
            let sensor = base.sensors[number - 1]
            let start = try Self.start(of: words, in: scenario)
            return Known(
                sensor: sensor.name, fault: words[4...].prefix { $0 != "for" }.joined(separator: " "),
                trouble: fault.trouble, span: start..<start + Self.length(words.last ?? "1h"))
        }
    }

    private static func start(of words: [Substring], in scenario: Scenario) throws -> EventTime {
        let clock = words[0].split(separator: ":").compactMap { Int64($0) }
        let day = Int64(words[2]) ?? 1
        // The town is in UTC.
        return EventTime(
            seconds: scenario.span.lowerBound.seconds + (day - 1) * 86_400 + clock[0] * 3600 + clock[1] * 60)
    }

    private static func length(_ word: Substring) -> Duration {
        let number = Int64(word.dropLast()) ?? 1
        return .seconds(number * (word.hasSuffix("d") ? 86_400 : word.hasSuffix("h") ? 3600 : 60))
    }

    /// What the pipeline says, with a tick each minute.
    func hear(_ each: ([Action]) -> Void = { _ in }) -> [SensorHealth] {
        let zones = scenario.zones.map(\.name)
        let plan = Plan(
            clock: .utc, zones: zones.map { Plan.Zone(id: ZoneID($0)) },
            sensors: scenario.sensors.map { Plan.Sensor(id: SensorID($0.name), zone: $0.zoneIndex) })
        var pipeline = Pipeline(plan: plan)
        var intake = Intake(mappings: [], skew: plan.windows.skew)
        var tidings = Tidings()
        let sources = Dictionary(uniqueKeysWithValues: scenario.sensors.map { ($0.name, $0.format.rawValue) })
        var troubles: [SensorHealth] = []
        var clock = EventTime(milliseconds: scenario.span.lowerBound.milliseconds)
        func ask(_ input: Input) {
            let actions = pipeline.handle(input)
            for case .keep(.health(let health)) in actions { troubles.append(health) }
            each(actions)
        }
        for case .message(let message) in scenario.steps {
            let now = EventTime(milliseconds: message.sent.milliseconds)
            while clock + .seconds(60) <= now {
                clock = clock + .seconds(60)
                ask(.tick(clock))
            }
            var harvest = Harvest()
            for told in message.observations {
                let observation = intake.observation(
                    source: sources[told.sensor] ?? "", sensor: told.sensor,
                    start: EventTime(milliseconds: told.time.milliseconds), seconds: told.seconds,
                    direction: told.direction == .inwards ? .in : told.direction == .outwards ? .out : .both,
                    count: Double(told.count), kind: told.kind == .delta ? .delta : .cumulative,
                    replaced: nil)
                intake.admit(observation, dedup: false, received: now, into: &harvest)
            }
            if pipeline.sensorsMet < intake.roster.entries.count { pipeline.meet(intake.roster) }
            let due = tidings.due(at: clock)
            if !due.isEmpty { tidings.settle(at: clock) }
            for input in due { ask(input) }
            for observation in harvest.observations { ask(.observation(observation)) }
            tidings.gather(harvest)
        }
        return troubles
    }

    /// Holds what was said against what was wrong.
    func judged() -> Verdict {
        let begun = hear().filter { $0.until == nil }
        var verdict = Verdict()
        for fault in faults {
            let found = begun.filter {
                $0.sensor.name == fault.sensor && $0.trouble == fault.trouble
                    && fault.span.lowerBound <= $0.noticed
                    && $0.noticed < fault.span.upperBound + .seconds(86_400)
            }.map(\.noticed).min()
            verdict.delays.append((fault.fault, found.map { $0 - fault.span.lowerBound }))
        }
        verdict.falseAlarms = begun.filter { trouble in
            !faults.contains {
                $0.sensor == trouble.sensor.name && $0.span.lowerBound <= trouble.noticed
                    && trouble.noticed < $0.span.upperBound + .seconds(3 * 86_400)
            }
        }
        verdict.sensorDays = Double(scenario.sensors.count * scenario.days)
        return verdict
    }
}
