import Barometer

/// The envelope of CloudEvents 1.0, structured JSON.
struct CloudEvent<Content: Encodable>: Encodable {
    let specversion = "1.0"
    /// With `source` it is unique, so that consumers can drop repeats.
    let id: String
    let source: String
    let type: String
    let subject: String
    let time: EventTime
    let datacontenttype = "application/json"
    let dataschema: String
    let data: Content

    /// - Parameters:
    ///   - kind: what it is about, at the end of the event's type.
    ///   - schema: the name of the content's JSON Schema.
    private init(
        id: String, kind: String, subject: String, time: EventTime, schema: String, data: Content,
        as origin: EventOrigin
    ) {
        self.id = id
        source = "\(origin.baseAddress)/id/system/footfalld"
        type = "\(origin.typePrefix).\(kind).v1"
        self.subject = subject
        self.time = time
        dataschema = "\(origin.baseAddress)/schema/\(schema).schema.json"
        self.data = data
    }
}

extension CloudEvent<Indicator> {
    /// `nil` of a retraction, which has no data.
    init?(_ publication: Publication, as origin: EventOrigin) {
        guard let indicator = publication.indicator else { return nil }
        let (kind, subject) =
            switch indicator.value {
            case .reading(let reading): ("barometer", "zone/\(reading.zone)")
            case .impact(let impact): ("eventimpact", "event/\(impact.event)")
            }
        self.init(
            id: "\(publication.sequence)", kind: kind, subject: subject, time: publication.created,
            schema: "indicator", data: indicator, as: origin)
    }
}

extension CloudEvent<Summary> {
    /// `nil` of all else.
    init?(_ publication: Publication, as origin: EventOrigin) {
        guard let summary = publication.summary else { return nil }
        let (kind, subject, schema) =
            switch summary.value {
            case .detail(let detail): ("eventdetail", "event/\(detail.event)", "detail")
            case .series(let series): ("seriesimpact", "series/\(series.series)", "series")
            }
        self.init(
            id: "\(publication.sequence)", kind: kind, subject: subject, time: publication.created,
            schema: schema, data: summary, as: origin)
    }
}

extension CloudEvent<Outlook> {
    init(_ outlook: Outlook, as origin: EventOrigin) {
        self.init(
            id: "outlook/\(outlook.zone)/\(outlook.made)", kind: "outlook",
            subject: "zone/\(outlook.zone)",
            time: outlook.made, schema: "outlook", data: outlook, as: origin)
    }
}

extension CloudEvent<Alarm> {
    /// - Parameter number: of the change; the same whenever it is told.
    init(_ alarm: Alarm, number: Int, as origin: EventOrigin) {
        self.init(
            id: "alarm/\(number)", kind: "alarm", subject: "zone/\(alarm.zone)", time: alarm.changed,
            schema: "alarm",
            data: alarm, as: origin)
    }
}

extension CloudEvent<AlarmList> {
    init(_ list: AlarmList, at now: EventTime, as origin: EventOrigin) {
        self.init(
            id: "alarms/\(list.zone)/\(now)", kind: "alarms", subject: "zone/\(list.zone)", time: now,
            schema: "alarms",
            data: list, as: origin)
    }
}

/// All that is raised in one zone; an empty list when all is well.
struct AlarmList: Hashable, Encodable {
    let zone: ZoneID
    let alarms: [Alarm]

    private enum Key: String, CodingKey { case zone, alarms }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(zone.name, forKey: .zone)
        try container.encode(alarms, forKey: .alarms)
    }
}

/// Whose events these are.
public struct EventOrigin: Hashable, Sendable {
    /// Without a slash at its end, such as `https://data.example.org`.
    public let baseAddress: String
    /// The publisher's domain in reverse and the product, such as `org.example.footfall`.
    public let typePrefix: String

    static let contentType = "application/cloudevents+json"

    /// - Parameter baseAddress: a slash at its end is taken off.
    public init(baseAddress: String, typePrefix: String) {
        self.baseAddress = baseAddress.hasSuffix("/") ? String(baseAddress.dropLast()) : baseAddress
        self.typePrefix = typePrefix
    }
}
