import Barometer
import Hummingbird

/// A publication as a server-sent event.
struct LiveEvent: Sendable {
    let sequence: Int
    let text: String

    init(_ publication: Publication) throws {
        sequence = publication.sequence
        let (name, data) =
            switch publication.content {
            case .reading: ("reading", try JSON.text(publication.indicator))
            case .impact: ("impact", try JSON.text(publication.indicator))
            case .detail: ("detail", try JSON.text(publication.summary))
            case .series: ("series", try JSON.text(publication.summary))
            case .retraction(let subject): ("retraction", try JSON.text(Retraction(subject)))
            }
        text = "id: \(sequence)\nevent: \(name)\ndata: \(data)\n\n"
    }

    private struct Retraction: Encodable {
        let zone: String?
        let event: String?
        let series: String?
        let from: EventTime?
        let to: EventTime?

        init(_ subject: Subject) {
            zone = subject.zone?.name
            (from, to) =
                if case .window(_, let window) = subject { (window.start, window.end) } else { (nil, nil) }
            switch subject {
            case .window: (event, series) = (nil, nil)
            case .event(let name, _), .detail(let name): (event, series) = (name.name, nil)
            case .series(let name): (event, series) = (nil, name.name)
            }
        }
    }

    /// What holds now. Without an id, since who comes back is told what holds then; alarms are not for everybody.
    static func notice(_ notice: Notice) throws -> String {
        switch notice {
        case .outlook(let outlook): "event: outlook\ndata: \(try JSON.text(outlook))\n\n"
        case .alarm: ""
        }
    }

    /// Tells a page what time it is here, since this clock may run faster than the one on the wall.
    static func now(_ time: EventTime) -> String {
        "event: now\ndata: \(time)\n\n"
    }
}

/// What is sent in one go: made once, shared by all listeners.
struct LiveFrame: Sendable {
    let events: [LiveEvent]
    private let end: String
    private let whole: ByteBuffer

    /// - Parameter events: lowest sequence first.
    init(_ events: [LiveEvent], end: String) {
        self.events = events
        self.end = end
        whole = ByteBuffer(string: events.map(\.text).joined() + end)
    }

    /// The bytes, without what a listener has already had.
    func bytes(after sequence: Int) -> ByteBuffer {
        guard let first = events.first, first.sequence <= sequence else { return whole }
        return ByteBuffer(
            string: events.filter { $0.sequence > sequence }.map(\.text).joined() + end)
    }
}
