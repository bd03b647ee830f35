/// Reads under which address the world knows the city's data.
struct PublisherReader {
    /// `nil` when none is named.
    func baseAddress(in file: Section) -> String? {
        let section = file.section("publisher", keys: ["base_address"])
        guard let address = Self.address("base_address", in: section) else { return nil }
        if let setting = section.setting("base_address"), address.contains("#") || address.contains("?") {
            section.tell(
                "nothing can follow on \(address.quoted)", of: setting,
                remedy: "Write it without # and ?, such as https://data.example.org")
        }
        return address.hasSuffix("/") ? String(address.dropLast()) : address
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
}
