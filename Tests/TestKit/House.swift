public import Barometer
public import Footfall

extension Plan {
    /// Old Market with three gates, in UTC, unless told otherwise.
    public static func house(
        _ zones: KeyValuePairs<String, [String]> = ["old-market": ["gate-1", "gate-2", "gate-3"]],
        clock: CityClock = .utc, calendar: CityCalendar = .init(), windows: Windows = .init(),
        factor: Double = 1
    ) -> Plan {
        Plan(
            clock: clock, zones: zones.map { Zone(id: ZoneID($0.key)) },
            sensors: zones.enumerated().flatMap { place, zone in
                zone.value.map { Sensor(id: SensorID($0), zone: place, factor: factor) }
            },
            calendar: calendar, windows: windows)
    }
}

/// One thing that the house is told.
public enum Told: Sendable {
    case tick(EventTime)
    case report(Report)

    public struct Report: Sendable {
        public let sensor: String
        let source: String
        let count: Double
        public let start: EventTime
        public let seconds: Int
        let direction: Observation.Direction
        let kind: Observation.Kind
        let replaced: Double?
    }

    /// The clock stands at this time of the afternoon on which most stories happen.
    public static func tick(_ clock: String) -> Told { .tick(.at(clock)) }

    /// A report of 5 minutes, unless told otherwise.
    public static func from(
        _ sensor: String = "gate-1", source: String = "gates", counting count: Double = 20,
        at start: EventTime, lasting seconds: Int = 300, direction: Observation.Direction = .both,
        kind: Observation.Kind = .delta, insteadOf replaced: Double? = nil
    ) -> Told {
        .report(
            Report(
                sensor: sensor, source: source, count: count, start: start, seconds: seconds,
                direction: direction, kind: kind, replaced: replaced))
    }

    /// The same report, at a time of the afternoon on which most stories happen.
    public static func from(
        _ sensor: String = "gate-1", source: String = "gates", counting count: Double = 20, at clock: String,
        lasting seconds: Int = 300, kind: Observation.Kind = .delta, insteadOf replaced: Double? = nil
    ) -> Told {
        .from(
            sensor, source: source, counting: count, at: .at(clock), lasting: seconds, kind: kind,
            insteadOf: replaced)
    }

    /// Reports of all sensors without a gap, in order of time.
    public static func steady(
        _ sensors: [String] = ["gate-1", "gate-2", "gate-3"], from start: EventTime, to end: EventTime,
        lasting seconds: Int = 300, counting count: (EventTime) -> Double = { _ in 20 }
    ) -> [Told] {
        stride(from: start.seconds, to: end.seconds, by: seconds).flatMap { second -> [Told] in
            let start = EventTime(seconds: second)
            return sensors.map { .from($0, counting: count(start), at: start, lasting: seconds) }
        }
    }

    /// Ticks of the afternoon on which most stories happen, the last included.
    public static func ticks(from start: String, to end: String, every seconds: Int = 60) -> [Told] {
        stride(from: EventTime.at(start).seconds, through: EventTime.at(end).seconds, by: seconds)
            .map { .tick(EventTime(seconds: $0)) }
    }
}

/// A pipeline with a roster, so that a test can speak of sensors by name.
public struct House: Sendable {
    public let plan: Plan
    public private(set) var pipeline: Pipeline
    private var entries: [Roster.Entry] = []

    public init(_ plan: Plan = .house()) {
        self.plan = plan
        pipeline = Pipeline(plan: plan)
    }

    /// Old Market at 10 o'clock on a Saturday, after three weeks in which each gate counted 20 in 5 minutes.
    public static let settled: House = {
        var house = House()
        let start = EventTime.at("00:00") - .seconds(22 * 86_400)
        _ = house.hear(Told.steady(from: start, to: .at("10:00")))
        return house
    }()

    public mutating func hear(_ told: Told...) -> [Action] { hear(told) }

    public mutating func hear(_ told: [Told]) -> [Action] {
        told.flatMap { told in
            let input = input(told)
            return pipeline.handle(input)
        }
    }

    /// Goes down, and comes up with what was saved.
    public mutating func restart() throws(Damage) {
        let bytes = pipeline.state.encoded(for: plan)
        pipeline = Pipeline(plan: plan, state: try Checkpoint(bytes, for: plan))
        pipeline.meet(Roster(entries))
    }

    private mutating func input(_ told: Told) -> Input {
        switch told {
        case .tick(let now): return .tick(now)
        case .report(let report):
            return .observation(
                Observation(
                    sensor: number(of: report), start: report.start, seconds: report.seconds,
                    direction: report.direction, count: report.count, kind: report.kind, key: 0,
                    replaced: report.replaced))
        }
    }

    private mutating func number(of report: Told.Report) -> Roster.Number {
        let entry = Roster.Entry(source: report.source, sensor: SensorID(report.sensor))
        if let known = entries.firstIndex(of: entry) { return Roster.Number(known) }
        entries.append(entry)
        pipeline.meet(Roster(entries))
        return Roster.Number(entries.count - 1)
    }
}

extension [Action] {
    public var readings: [Reading] {
        compactMap { if case .publish(let reading) = $0 { reading } else { nil } }
    }

    /// Readings of closed windows.
    public var finals: [Reading] { readings.filter { !$0.isProvisional } }

    public var tallies: [Tally] {
        compactMap { if case .keep(.tally(let tally)) = $0 { tally } else { nil } }
    }

    public var forecasts: [Forecast] {
        compactMap { if case .keep(.forecast(let forecast)) = $0 { forecast } else { nil } }
    }

    public var outlooks: [Outlook] {
        compactMap { if case .tell(.outlook(let outlook)) = $0 { outlook } else { nil } }
    }

    public var sensorDays: [SensorDay] {
        compactMap { if case .keep(.sensorDay(let day)) = $0 { day } else { nil } }
    }

    public var rejections: [Rejection] {
        compactMap { if case .reject(let rejection) = $0 { rejection } else { nil } }
    }

    /// Tallies of one length, in seconds.
    public func tallies(of seconds: Int64) -> [Tally] {
        tallies.filter { $0.window.length == .seconds(seconds) }
    }

    /// The last word on each window of a zone, in order.
    public var lastWords: [Reading] {
        var last: [Window: Reading] = [:]
        for reading in finals { last[reading.window] = reading }
        return last.values.sorted { $0.window.end < $1.window.end }
    }
}
