import Barometer
import Hummingbird

/// The `from` and `to` of a question: two RFC 3339 times, the first before the second.
struct Period {
    let from: EventTime
    let to: EventTime

    init(_ request: Request) throws(Problem) {
        let query = request.uri.queryParameters
        from = try Self.time("from", query["from"].map(String.init))
        to = try Self.time("to", query["to"].map(String.init))
        guard from < to else { throw .badRequest("'from' must come before 'to'.") }
    }

    private static func time(_ name: String, _ text: String?) throws(Problem) -> EventTime {
        // A '+' that was not escaped arrives as a space; the offset is the only place for one after the clock.
        guard let text, let time = EventTime(text) ?? EventTime(text.replacing(" ", with: "+")) else {
            throw .badRequest(
                "'\(name)' is required as an RFC 3339 time with offset, such as 2026-03-14T09:15:00Z.")
        }
        return time
    }
}
