internal import Barometer

/// Turns readings of a counter into people: the difference between two readings, told of the time between.
struct CounterMemory: Sendable, Equatable {
    private struct Key: Hashable {
        let sensor: Roster.Number
        let direction: Observation.Direction
    }

    private struct Last: Equatable {
        let time: EventTime
        let reading: Double
    }

    private var last: [Key: Last] = [:]

    /// - Returns: `nil` for a first reading and for one that is not newer than the last.
    mutating func difference(_ observation: Observation, rule: CounterRule = CounterRule()) -> Observation? {
        let key = Key(sensor: observation.sensor, direction: observation.direction)
        let time = observation.end
        let before = last[key]
        if let before, time <= before.time { return nil }
        last[key] = Last(time: time, reading: observation.count)
        guard let before else { return nil }
        let isNewDay = rule.dailyReset.map { $0.date(at: before.time) != $0.date(at: time) } ?? false
        let rise = isNewDay ? nil : rule.rise(from: before.reading, to: observation.count)
        return Observation(
            sensor: observation.sensor, start: before.time, seconds: Int((time - before.time).wholeSeconds),
            direction: observation.direction, count: rise ?? observation.count, kind: .delta,
            key: observation.key, flags: rise == nil ? observation.flags.union(.reset) : observation.flags)
    }
}

extension CounterMemory: Stored {
    func write(to writer: inout ByteWriter) {
        let ordered = last.sorted {
            ($0.key.sensor, $0.key.direction.rawValue) < ($1.key.sensor, $1.key.direction.rawValue)
        }
        writer.list(ordered) { writer, item in
            writer.unsigned(UInt64(item.key.sensor))
            writer.byte(item.key.direction.rawValue)
            writer.time(item.value.time)
            writer.double(item.value.reading)
        }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        let items = try reader.list { reader throws(Damage) -> (Key, Last) in
            let sensor = Roster.Number(try reader.length())
            guard let direction = Observation.Direction(rawValue: try reader.byte()) else {
                throw reader.damage
            }
            return (
                Key(sensor: sensor, direction: direction),
                Last(time: try reader.time(), reading: try reader.double())
            )
        }
        last = Dictionary(items) { _, newer in newer }
    }
}
