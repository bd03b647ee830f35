import Barometer

/// What a mapping makes of a message: one count. The name's bytes stand in the document's arena.
struct Record: Sendable {
    let sensor: Range<Int>
    let start: EventTime
    /// 0 for a single moment.
    let seconds: Int
    let direction: Observation.Direction
    let count: Double
    let kind: Observation.Kind
    let flags: Observation.Flags
    /// The same for each delivery of the same report.
    let key: UInt64
    /// The mapping says itself what makes two reports the same; then another count under a known key is a
    /// duplicate, and no correction.
    let isDeclared: Bool

    var end: EventTime { start + .seconds(seconds) }
}
