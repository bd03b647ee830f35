extension RecordedSeries {
    /// The messages that the sensors would have sent, each shortly after its interval, in that order.
    ///
    /// - Parameter city: a level of the topic.
    public func steps(city: String) -> some Sequence<Step> {
        let order = sensors.indices.sorted { delay(of: $0) < delay(of: $1) }
        return rows.lazy.flatMap { row in
            order.compactMap { index in
                row.counts[index].map { .message(message(of: row, index, counting: $0, city: city)) }
            }
        }
    }

    private func message(of row: Row, _ index: Int, counting count: Int, city: String) -> SimulatedMessage {
        let end = row.start.later(seconds: Int64(seconds))
        return SimulatedMessage(
            topic: "recorded/\(city)/\(sensors[index])",
            payload: #"{"start":"\#(row.writtenStart)","duration_s":\#(seconds),"count":\#(count)}"#,
            sent: end.later(milliseconds: delay(of: index)), start: row.start,
            observations: [
                Observation(
                    sensor: sensors[index], time: row.start, seconds: seconds, direction: .both, count: count)
            ])
    }

    /// Milliseconds after the interval, spread over up to half a minute so that not all speak at once.
    private func delay(of index: Int) -> Int64 {
        Int64(1000 + index * 29_000 / max(1, sensors.count))
    }
}
