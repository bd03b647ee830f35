/// Where the database is, who we are to it, and what is ours in it.
public struct PostgresSettings: Sendable, CustomStringConvertible, CustomReflectable {
    public var server: Server
    /// `nil` leaves it to the service or to libpq.
    public var database: String?
    public var user: String?
    /// Never printed.
    public var password: String?
    /// `nil` leaves it to libpq, which asks for TLS and goes on without.
    public var tls: TLS?
    /// 1 to 63 of `a`–`z`, `0`–`9` and `_`; made when it is not there.
    public var schema: String
    /// Who may read, if there is such a role; `nil` grants nothing.
    public var readerRole: String?

    public init(
        server: Server, database: String? = nil, user: String? = nil, password: String? = nil,
        tls: TLS? = nil,
        schema: String = "footfall", readerRole: String? = nil
    ) {
        self.server = server
        self.database = database
        self.user = user
        self.password = password
        self.tls = tls
        self.schema = schema
        self.readerRole = readerRole
    }

    public enum Server: Hashable, Sendable {
        /// A name, an address, or the folder of a socket, which begins with `/`.
        case host(String, port: Int)
        /// A section of libpq's service file.
        case service(String)
    }

    /// Paths of PEM files. The server's certificate and its host name are always checked.
    public struct TLS: Hashable, Sendable {
        /// Who may vouch for the server.
        public var caFile: String
        /// Our own certificate and key, for servers that ask for one: both or none.
        public var certificateFile: String?
        public var keyFile: String?

        public init(caFile: String, certificateFile: String? = nil, keyFile: String? = nil) {
            self.caFile = caFile
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// Whether a name can be one of ours without any doubt about quotes or capitals.
    public static func isName(_ text: String) -> Bool {
        let letters = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        return letters && (1...63).contains(text.utf8.count) && text.first?.isNumber == false
            && !text.hasPrefix("pg_")
    }

    /// As libpq's keywords and values.
    var parameters: [(keyword: String, value: String)] {
        var all = [
            ("application_name", "footfalld"), ("client_encoding", "UTF8"), ("gssencmode", "disable"),
            ("keepalives_idle", "60"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
        ]
        switch server {
        case .host(let host, let port): all += [("host", host), ("port", "\(port)")]
        case .service(let name): all.append(("service", name))
        }
        let optional = [
            ("dbname", database), ("user", user), ("password", password),
            ("sslmode", tls.map { _ in "verify-full" }), ("sslrootcert", tls?.caFile),
            ("sslcert", tls?.certificateFile), ("sslkey", tls?.keyFile),
        ]
        all += optional.compactMap { keyword, value in value.map { (keyword, $0) } }
        return all
    }

    public var description: String {
        let place =
            switch server {
            case .host(let host, let port): "\(host):\(port)"
            case .service(let name): "service \(name)"
            }
        return "\(user ?? "")@\(place)/\(database ?? "").\(schema)"
    }

    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
