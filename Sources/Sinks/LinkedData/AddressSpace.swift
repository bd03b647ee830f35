import Barometer

/// Where on the web each thing of ours has its name. What is told once keeps its address for ever.
public struct AddressSpace: Hashable, Sendable {
    /// Without a slash at its end.
    public let base: String
    /// What terms of our own begin with.
    public let vocabulary: String

    /// - Parameter vocabulary: `nil` for the usual place below the base.
    public init(base: String, vocabulary: String? = nil) {
        self.base = base
        self.vocabulary = vocabulary ?? base + "/ns/footfall#"
    }

    var context: String { base + "/context.jsonld" }
    var catalogue: String { base + "/catalog" }
    /// All that was counted, as one thing that stays inside.
    var passages: String { named("dataset/passages") }
    /// The software that measures.
    var system: String { base + "/id/system/footfalld" }
    /// The first node of the event stream.
    var stream: String { base + "/ldes/indicators" }
    /// What the stream's nodes hold members of.
    var collection: String { stream + "#stream" }

    /// - Parameter path: below the folder of names.
    func named(_ path: String) -> String { "\(base)/id/\(path)" }

    func zone(_ zone: ZoneID) -> String { "\(base)/id/zone/\(zone.segment)" }

    func event(_ event: EventID) -> String { "\(base)/id/event/\(event.segment)" }

    func concept(_ scheme: String, _ code: String) -> String { "\(base)/id/concept/\(scheme)/\(code)" }

    /// - Parameter method: with its version, such as `barometer/1.0.0`.
    func procedure(_ method: String) -> String { "\(base)/id/procedure/\(method)" }

    /// The thing that has versions.
    ///
    /// The window's length is part of it, since windows of several lengths end at one moment; so is the zone of an
    /// impact, since an event may be held in several.
    func observation(of subject: Subject) -> String { named("observation/\(path(of: subject))") }

    func version(_ publication: Publication) -> String {
        version(publication.version, of: publication.subject)
    }

    func version(_ version: Int, of subject: Subject) -> String {
        "\(observation(of: subject))/v\(version)"
    }

    /// What made a version.
    func activity(_ version: Int, of subject: Subject) -> String {
        named("activity/\(path(of: subject))/v\(version)")
    }

    /// - Parameter digest: such as `sha256-3b1f…`.
    func configuration(_ digest: String) -> String { named("config/\(digest)") }

    private func path(of subject: Subject) -> String {
        switch subject {
        case .window(let zone, let window): "barometer/\(zone.segment)/\(window.addressPart)"
        case .event(let event, let zone): "event-impact/\(event.segment)/\(zone.segment)"
        case .detail(let event): "event-detail/\(event.segment)"
        case .series(let series): "event-series/\(series.segment)"
        }
    }
}

extension ID {
    /// As a part of an address: what is neither a plain letter, a digit nor one of `-._~` is percent-encoded.
    fileprivate var segment: String {
        name.unicodeScalars.map { scalar in
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || "0123456789-._~".unicodeScalars.contains(scalar))
            return isPlain ? String(scalar) : String(scalar).utf8.map(Escaping.percent).joined()
        }.joined()
    }
}

extension Window {
    /// End and length, such as `20260314T091500Z-PT15M`.
    var addressPart: String {
        "\(end.description.filter { $0 != "-" && $0 != ":" })-\(length.iso8601)"
    }

    /// - Returns: `nil` unless the text is the `addressPart` of a window.
    init?(addressPart text: String) {
        let parts = text.split(separator: "-", maxSplits: 1).map(String.init)
        guard parts.count == 2, let end = EventTime(basic: parts[0]),
            let length = Duration(iso8601: parts[1])
        else { return nil }
        self.init(from: end - length, to: end)
        guard addressPart == text else { return nil }
    }
}

extension EventTime {
    /// Written as `20260314T091500Z`, with milliseconds after a point where there are any.
    fileprivate init?(basic text: String) {
        let signs = Array(text)
        guard signs.count >= 16, signs.allSatisfy(\.isASCII) else { return nil }
        let date = "\(String(signs[0..<4]))-\(String(signs[4..<6]))-\(String(signs[6..<8]))"
        let clock = "\(String(signs[9..<11])):\(String(signs[11..<13])):\(String(signs[13...]))"
        self.init("\(date)T\(clock)")
    }
}

extension Duration {
    /// In hours, minutes, seconds, such as `PT15M`; days differ in length, so there are none.
    fileprivate var iso8601: String {
        let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000)
        let parts: [(Int64, String)] = [(seconds / 3600, "H"), (seconds / 60 % 60, "M"), (seconds % 60, "S")]
        let text = parts.map { $0 == 0 ? "" : "\($0)\($1)" }.joined()
        return "PT" + text + (rest == 0 ? "" : "\(rest)MS")
    }

    /// Reads what `iso8601` writes; above zero.
    fileprivate init?(iso8601 text: String) {
        guard let match = text.wholeMatch(of: #/PT(?:(\d{1,4})H)?(?:(\d\d?)M)?(?:(\d\d?)S)?(?:(\d{1,3})MS)?/#)
        else { return nil }
        func number(_ digits: Substring?) -> Int64 { digits.flatMap { Int64($0) } ?? 0 }
        let seconds = number(match.1) * 3600 + number(match.2) * 60 + number(match.3)
        let milliseconds = seconds * 1000 + number(match.4)
        guard milliseconds > 0 else { return nil }
        self = .milliseconds(milliseconds)
    }
}
