import Footfall

/// Reads what makes a connection a trusted one: a password's file, and certificates.
struct SecretsReader {
    let folder: ConfigurationFolder

    func password(in section: Section) -> String? {
        secret("password_file", holding: "password", in: section)
    }

    /// The first line of the file that a key names; `nil` when it names none, and when it cannot be had, which is told.
    ///
    /// - Parameter word: what the file is to hold, as a person says it.
    func secret(_ key: String, holding word: String, in section: Section) -> String? {
        guard let setting = section.setting(key), let path = file(setting, section) else { return nil }
        let secret = ConfigurationFolder.bytes(of: path, upTo: 1 << 16) ?? []
        let line = String(validating: secret, as: UTF8.self).map { String($0.prefix { !$0.isNewline }) }
        if line?.isEmpty ?? true {
            section.tell(
                "\(setting.text) holds no \(word)", of: setting,
                remedy: "Write the \(word) on its first line, in UTF-8")
        }
        return line
    }

    /// - Parameter peer: whom the authority vouches for.
    /// - Returns: `nil` when there is no table `tls`, or none that can be used, which is told.
    func tls(in section: Section, of peer: String) -> (ca: String, certificate: String?, key: String?)? {
        guard section.mentions("tls"), !section.isOff("tls") else { return nil }
        let tls = section.section("tls", keys: ["ca", "certificate", "key"])
        let paths = ["ca", "certificate", "key"].map { key in
            tls.setting(key).flatMap { file($0, tls) }
        }
        let isGiven = ["certificate", "key"].map { tls.setting($0) != nil }
        if isGiven[0] != isGiven[1] {
            let missing = isGiven[0] ? "key" : "certificate"
            tls.findings.tell(
                "certificate and key belong together", at: tls.place, key: tls.full(missing),
                remedy: "Name both files or none")
        }
        guard tls.setting("ca") != nil else {
            tls.findings.tell(
                "nobody vouches for the \(peer)", at: tls.place, key: tls.full("ca"),
                remedy: "Name the PEM file of its authority, such as /etc/ssl/certs/ca-certificates.crt")
            return nil
        }
        return paths[0].map { ($0, paths[1], paths[2]) }
    }

    static func warnOfClearPassword(to host: String, _ section: Section, remedy: String) {
        guard !host.isLoopback else { return }
        section.findings.tell(
            "the password travels in the clear", at: section.place(of: "password_file"),
            key: section.full("tls"), remedy: remedy, isWarning: true)
    }

    /// The path of a file that must be there.
    private func file(_ setting: Section.Setting, _ section: Section) -> String? {
        let path = folder.absolute(setting.text)
        guard ConfigurationFolder.bytes(of: path, upTo: 1) != nil else {
            section.tell(
                "\(setting.text) is not there or cannot be read", of: setting,
                remedy: "Write the file, or correct its path, and let the user of footfalld read it")
            return nil
        }
        return path
    }
}

extension StringProtocol {
    /// Whether a host is this machine.
    var isLoopback: Bool { self == "localhost" || self == "::1" || hasPrefix("127.") }
}
