import Barometer

/// A publication in the envelope of CloudEvents 1.0, structured JSON.
struct CloudEvent: Encodable {
    let specversion = "1.0"
    /// The sequence: with `source` it is unique, so that consumers can drop repeats.
    let id: String
    let source: String
    let type: String
    let subject: String
    let time: EventTime
    let datacontenttype = "application/json"
    let dataschema: String
    let data: Indicator

    init(_ publication: Publication, as origin: EventOrigin) {
        id = "\(publication.sequence)"
        source = "\(origin.baseAddress)/id/system/footfalld"
        type = "\(origin.typePrefix).barometer.v1"
        subject = "zone/\(publication.reading.zone)"
        time = publication.created
        dataschema = "\(origin.baseAddress)/schema/indicator.schema.json"
        data = publication.indicator
    }

    static let contentType = "application/cloudevents+json"
}

/// Whose events these are.
public struct EventOrigin: Hashable, Sendable {
    /// Without a slash at its end, such as `https://data.example.org`.
    public let baseAddress: String
    /// The publisher's domain in reverse and the product, such as `org.example.footfall`.
    public let typePrefix: String

    /// - Parameter baseAddress: a slash at its end is taken off.
    public init(baseAddress: String, typePrefix: String) {
        self.baseAddress = baseAddress.hasSuffix("/") ? String(baseAddress.dropLast()) : baseAddress
        self.typePrefix = typePrefix
    }
}
