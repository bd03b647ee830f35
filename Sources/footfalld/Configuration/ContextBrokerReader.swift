import Barometer
import Sinks

/// Reads where the context broker is.
struct ContextBrokerReader {
    let folder: ConfigurationFolder
    static let keys = ["broker", "tenant", "token_file", "city", "context"]

    /// - Parameters:
    ///   - stores: the section of all stores.
    ///   - name: of the city.
    ///   - base: the publisher's address; `nil` when there is none.
    /// - Returns: `nil` when readings do not go to a context broker.
    func settings(in stores: Section, city name: String, base: String?) -> ContextBrokerSettings? {
        guard stores.mentions("ngsi_ld"), !stores.isOff("ngsi_ld") else { return nil }
        let section = stores.section("ngsi_ld", keys: Self.keys)
        let token = SecretsReader(folder: folder).secret("token_file", holding: "token", in: section)
        let (address, tenant) = (address(section), tenant(section))
        let (city, context) = (city(section, name), context(section, base))
        guard let address, let city, let context else { return nil }
        if token != nil { warnOfClearToken(address, section) }
        return ContextBrokerSettings(
            address: address, tenant: tenant, token: token, city: city, context: context)
    }

    private func address(_ section: Section) -> String? {
        guard let setting = section.setting("broker") else {
            section.findings.tell(
                "no context broker is named", at: section.place, key: section.full("broker"),
                remedy: "Write its address, such as https://broker.example.org")
            return nil
        }
        var text = setting.text[...]
        while text.hasSuffix("/") { text = text.dropLast() }
        let isWeb = text.wholeMatch(of: #/https?:\/\/[A-Za-z0-9.\-\[\]:]+(\/[A-Za-z0-9._~\/\-]*)?/#) != nil
        guard isWeb, !text.hasSuffix("/ngsi-ld/v1") else {
            section.tell(
                "\(setting.text.quoted) is no address of a broker", of: setting,
                remedy: "Write what comes before /ngsi-ld/v1, such as https://broker.example.org")
            return nil
        }
        return String(text)
    }

    private func tenant(_ section: Section) -> String? {
        guard let setting = section.setting("tenant") else { return nil }
        guard setting.text.wholeMatch(of: #/[A-Za-z0-9_\-]{1,64}/#) != nil else {
            section.tell(
                "\(setting.text.quoted) is no tenant", of: setting,
                remedy: "Write 1 to 64 letters, digits, _ and -")
            return nil
        }
        return setting.text
    }

    /// What every id has in it; from the city's name unless the section says so itself.
    private func city(_ section: Section, _ name: String) -> String? {
        guard let setting = section.setting("city") else {
            let signs = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
            let slug = String(signs)
            guard ID<Zone>(slug).isSlug || name.isEmpty else {
                section.findings.tell(
                    "the city's name makes no id", at: section.place, key: section.full("city"),
                    remedy: "Write 1 to 64 of a–z, 0–9 and -, such as mechelen")
                return nil
            }
            return slug
        }
        guard ID<Zone>(setting.text).isSlug else {
            section.tell(
                "\(setting.text.quoted) is no id", of: setting,
                remedy: "Write 1 to 64 of a–z, 0–9 and -, such as mechelen")
            return nil
        }
        return setting.text
    }

    private func context(_ section: Section, _ base: String?) -> String? {
        guard section.setting("context") == nil else {
            return PublisherReader.address("context", in: section)
        }
        if base == nil {
            section.findings.tell(
                "the broker finds no names for our attributes", at: section.place,
                key: section.full("context"),
                remedy:
                    "Write publisher.base_address, below which the site has them, or an address that has a copy"
            )
        }
        return base.map { $0 + "/ngsi-context.jsonld" }
    }

    private func warnOfClearToken(_ address: String, _ section: Section) {
        let host = address.dropFirst("http://".count).prefix { $0 != "/" && $0 != ":" }
        guard address.hasPrefix("http://"), !host.isLoopback else { return }
        section.findings.tell(
            "the token travels in the clear", at: section.place(of: "broker"), key: section.full("broker"),
            remedy: "Use https", isWarning: true)
    }
}
