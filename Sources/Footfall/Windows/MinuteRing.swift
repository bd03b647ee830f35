internal import Barometer

/// People by minute in one zone, for windows finer than the baseline's slots.
struct MinuteRing: Sendable, Equatable {
    private var minutes: [Minute] = []

    private struct Minute: Equatable {
        var index: Int64 = .min
        var people = 0.0
        /// Seconds that the counting intervals cover, over all sensors and directions.
        var covered = 0.0
    }

    /// More than a day of lateness and the disorder fit in.
    private static let capacity = 2048

    mutating func count(_ observation: Observation, people: Double) {
        if minutes.isEmpty { minutes = .init(repeating: Minute(), count: Self.capacity) }
        let index = observation.start.seconds.flooredQuotient(by: 60)
        let place = Int(index & Int64(Self.capacity - 1))
        if minutes[place].index != index { minutes[place] = Minute(index: index) }
        minutes[place].people += people
        if observation.replaced == nil { minutes[place].covered += Double(max(observation.seconds, 1)) }
    }

    /// People and covered seconds of a window; `nil` when nothing was heard.
    func sum(_ window: Window) -> (people: Double, covered: Double)? {
        guard !minutes.isEmpty else { return nil }
        var (people, covered) = (0.0, 0.0)
        for index in window.start.seconds.flooredQuotient(by: 60)..<window.end.seconds.flooredQuotient(by: 60)
        {
            let minute = minutes[Int(index & Int64(Self.capacity - 1))]
            guard minute.index == index else { continue }
            people += minute.people
            covered += minute.covered
        }
        return covered > 0 ? (people, covered) : nil
    }
}

extension MinuteRing: Stored {
    func write(to writer: inout ByteWriter) {
        writer.list(minutes.filter { $0.index != .min }) { writer, minute in
            writer.signed(minute.index)
            writer.double(minute.people)
            writer.double(minute.covered)
        }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        let known = try reader.list { reader throws(Damage) in
            Minute(index: try reader.signed(), people: try reader.double(), covered: try reader.double())
        }
        guard !known.isEmpty else { return }
        minutes = .init(repeating: Minute(), count: Self.capacity)
        for minute in known { minutes[Int(minute.index & Int64(Self.capacity - 1))] = minute }
    }
}
