import Footfall
import Sinks

/// Reads where the database of the readings is.
struct PostgresReader {
    let folder: ConfigurationFolder
    private static let keys = [
        "host", "port", "service", "database", "user", "password_file", "tls", "schema", "reader_role",
    ]

    /// - Parameter stores: the section of all stores.
    /// - Returns: `nil` when there is none, or none that can be used, which is told.
    func settings(in stores: Section) -> PostgresSettings? {
        guard stores.mentions("postgres"), !stores.isOff("postgres") else { return nil }
        let section = stores.section("postgres", keys: Self.keys)
        let secrets = SecretsReader(folder: folder)
        let server = server(section)
        let tls = secrets.tls(in: section, of: "server").map {
            PostgresSettings.TLS(caFile: $0.ca, certificateFile: $0.certificate, keyFile: $0.key)
        }
        let password = secrets.password(in: section)
        let schema = name("schema", in: section) ?? "footfall"
        let reader = name("reader_role", in: section)
        guard let server else { return nil }
        warn(section, server, hasPassword: password != nil, hasTLS: tls != nil)
        var usual: String?
        if case .host = server { usual = "footfall" }
        return PostgresSettings(
            server: server, database: section.text("database") ?? usual, user: section.text("user") ?? usual,
            password: password, tls: tls, schema: schema, readerRole: reader)
    }

    private func server(_ section: Section) -> PostgresSettings.Server? {
        let port = section.integer("port", in: 1...65_535, default: 5432)
        switch (section.setting("host"), section.setting("service")) {
        case (let host?, nil): return .host(host.text, port: port)
        case (nil, let service?):
            if let port = section.setting("port") {
                section.tell("a service has its port itself", of: port, remedy: "Take it out")
            }
            return .service(service.text)
        case (_?, let service?):
            section.tell("both host and service are there", of: service, remedy: "Keep one of them")
        case (nil, nil):
            section.findings.tell(
                "no database server is named", at: section.place, key: section.full("host"),
                remedy: "Write its name or address, the folder of its socket, or a service of libpq")
        }
        return nil
    }

    private func name(_ key: String, in section: Section) -> String? {
        guard let setting = section.setting(key) else { return nil }
        guard PostgresSettings.isName(setting.text) else {
            section.tell(
                "\(setting.text.quoted) is no name here", of: setting,
                remedy: "Use a to z, 0 to 9 and _, at most 63, no digit first, and not pg_")
            return nil
        }
        return setting.text
    }

    private func warn(
        _ section: Section, _ server: PostgresSettings.Server, hasPassword: Bool, hasTLS: Bool
    ) {
        guard case .host(let host, _) = server else { return }
        if host.hasPrefix("/") {
            guard hasTLS else { return }
            section.findings.tell(
                "a socket on this machine knows no TLS", at: section.place(of: "tls"),
                key: section.full("tls"),
                remedy: "Take it out, or let host be the server's name")
        } else if hasPassword, !hasTLS {
            SecretsReader.warnOfClearPassword(to: host, section, remedy: "Add tls with ca")
        }
    }
}
