import Barometer
import Footfall
import Sinks

/// Reads who publishes and under which address.
struct PublisherReader {
    static let keys = [
        "base_address", "vocabulary", "name", "identifier", "homepage", "contact", "licence", "rights",
        "title",
        "description", "municipality",
    ]

    /// - Parameters:
    ///   - city: who publishes when nothing is said.
    ///   - hasSite: whether there is a site to show a catalogue on.
    func publisher(in file: Section, city: String, hasSite: Bool) -> PublisherDescription {
        let section = file.section("publisher", keys: Self.keys)
        let contact = section.section("contact", keys: ["name", "email", "page"])
        var publisher = PublisherDescription(
            name: words("name", in: section) ?? Words(nl: city, en: city))
        publisher.baseAddress = baseAddress(in: section)
        publisher.vocabulary = vocabulary(in: section, base: publisher.baseAddress)
        publisher.identifier = identifier(in: section)
        publisher.homepage = Self.address("homepage", in: section)
        publisher.contactName = contact.text("name")
        publisher.email = email(in: contact)
        publisher.contactPage = Self.address("page", in: contact)
        publisher.licence = Self.address("licence", in: section)
        publisher.title = words("title", in: section)
        publisher.description = words("description", in: section)
        publisher.access = access(in: section)
        publisher.municipality = municipality(in: section)
        if hasSite, publisher.baseAddress != nil { warn(of: publisher.missing, in: section) }
        return publisher
    }

    private func warn(of missing: [String], in section: Section) {
        let remedies = [
            "contact": "Write an email or a page below it",
            "licence": "Write its address, such as"
                + " https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0",
        ]
        for key in missing where section.setting(key, tellsShape: false) == nil {
            section.findings.tell(
                "without it there is no catalogue of the data", at: section.place(of: key),
                key: section.full(key), remedy: remedies[key] ?? "Write it", isWarning: true)
        }
    }

    /// An OVO number or an address.
    private func identifier(in section: Section) -> String? {
        guard let setting = section.setting("identifier") else { return nil }
        if setting.text.hasPrefix("https://") { return Self.address("identifier", in: section) }
        guard setting.text.wholeMatch(of: #/OVO\d{6}/#) != nil else {
            section.tell(
                "\(setting.text.quoted) is no OVO number", of: setting,
                remedy: "Write it as OVO000000, or the organisation's https address")
            return nil
        }
        return setting.text
    }

    private func access(in section: Section) -> PublisherDescription.Access {
        let words = PublisherDescription.Access.allCases.map(\.rawValue)
        let word = section.choice("rights", of: words, default: PublisherDescription.Access.open.rawValue)
        return PublisherDescription.Access(rawValue: word) ?? .open
    }

    /// An https address that can stand in any document as it is.
    static func address(_ key: String, in section: Section) -> String? {
        guard let setting = section.setting(key) else { return nil }
        let host = setting.text.dropFirst("https://".count).prefix { $0 != "/" }
        let signs = setting.text.utf8.allSatisfy { $0 > 32 && $0 < 127 && !"<>\"{}|\\^`".utf8.contains($0) }
        guard setting.text.hasPrefix("https://"), host.contains("."), signs else {
            section.tell(
                "\(setting.text.quoted) is no https address", of: setting,
                remedy: "Write one of yours, such as https://data.example.org")
            return nil
        }
        return setting.text
    }

    /// Without a slash at its end.
    private func baseAddress(in section: Section) -> String? {
        guard let address = Self.address("base_address", in: section) else { return nil }
        if let setting = section.setting("base_address"), address.contains("#") || address.contains("?") {
            section.tell(
                "nothing can follow on \(address.quoted)", of: setting,
                remedy: "Write it without # and ?, such as https://data.example.org")
        }
        return address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    private func vocabulary(in section: Section, base: String?) -> String? {
        guard let address = Self.address("vocabulary", in: section) else {
            return base.map { AddressSpace(base: $0).vocabulary }
        }
        if let setting = section.setting("vocabulary"), !address.hasSuffix("#"), !address.hasSuffix("/") {
            section.tell(
                "terms cannot follow on \(address.quoted)", of: setting, remedy: "End it with # or /")
        }
        return address
    }

    /// One text for all languages, or `nl` and `en` below it.
    private func words(_ key: String, in section: Section) -> Words? {
        if let text = section.setting(key, tellsShape: false)?.text { return Words(nl: text, en: text) }
        guard section.mentions(key) else { return nil }
        let languages = section.section(key, keys: ["nl", "en"])
        guard let dutch = languages.text("nl") else {
            section.findings.tell(
                "the Dutch words are missing", at: section.place(of: key), key: section.full("\(key).nl"),
                remedy: "Write them, or one text for all languages on the line of \(key)")
            return nil
        }
        return Words(nl: dutch, en: languages.text("en", default: dutch))
    }

    private func email(in contact: Section) -> String? {
        guard let setting = contact.setting("email") else { return nil }
        guard setting.text.wholeMatch(of: #/[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>"]+/#) != nil else {
            contact.tell(
                "\(setting.text.quoted) is no address of a mailbox", of: setting,
                remedy: "Write it as open.data@example.org")
            return nil
        }
        return setting.text
    }

    private func municipality(in section: Section) -> String? {
        guard let setting = section.setting("municipality") else { return nil }
        guard setting.text.wholeMatch(of: #/\d{5}/#) != nil else {
            section.tell(
                "\(setting.text.quoted) is no NIS code", of: setting,
                remedy: "Write its five digits, such as 12025 for Mechelen")
            return nil
        }
        return setting.text
    }
}
