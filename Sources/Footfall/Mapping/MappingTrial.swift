public import Barometer

/// A mapping tried on messages, without a journal: for people who write one.
public struct MappingTrial: Sendable {
    /// What one message gave.
    public enum Outcome: Sendable {
        case records([Line])
        case refused(Rejection.Code, detail: String)
    }

    /// One record, readable. Private: it never leaves the house.
    public struct Line: Hashable, Sendable {
        public let sensor: String
        public let start: EventTime
        public let seconds: Int
        public let direction: Observation.Direction
        public let count: Double
        public let kind: Observation.Kind
        public let flags: Observation.Flags
    }

    private let mapping: Mapping
    private var intake: Intake
    private var counters = CounterMemory()
    private var workspace = Workspace()

    public init(_ mapping: Mapping) {
        self.mapping = mapping
        intake = Intake(mappings: [mapping], skew: .seconds(100 * 365 * 86_400))
    }

    /// What the mapping alone makes of a message; nothing for one that is not its own.
    public mutating func read(
        _ message: Envelope, topic: [UInt8], payload: [UInt8], received: EventTime
    ) -> Outcome {
        do throws(Refusal) {
            let verdict = try mapping.read(
                message, topic: topic.span, payload: payload.span, received: received, &workspace)
            guard verdict == .taken else { return .records([]) }
            return .records(
                workspace.records.map { record in
                    Line(
                        sensor: workspace.document.string(record.sensor), start: record.start,
                        seconds: record.seconds, direction: record.direction, count: record.count,
                        kind: record.kind, flags: record.flags)
                })
        } catch {
            return .refused(error.code, detail: error.detail)
        }
    }

    /// What is new in a message: without what was told before, and with the differences of counters.
    public mutating func pass(
        _ message: Envelope, topic: [UInt8], payload: [UInt8], received: EventTime
    ) -> Outcome {
        var harvest = Harvest()
        intake.take(message, topic: topic.span, payload: payload.span, received: received, into: &harvest)
        if let rejection = harvest.rejections.first {
            return rejection.code == .unmatched
                ? .records([]) : .refused(rejection.code, detail: rejection.detail)
        }
        let people = harvest.observations.compactMap { observation in
            observation.kind == .cumulative
                ? counters.difference(observation, rule: mapping.counter) : observation
        }
        return .records(
            people.map { observation in
                Line(
                    sensor: intake.roster.entries[Int(observation.sensor)].sensor.name,
                    start: observation.start, seconds: observation.seconds,
                    direction: observation.direction, count: observation.count, kind: observation.kind,
                    flags: observation.flags)
            })
    }
}
