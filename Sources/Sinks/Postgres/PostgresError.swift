/// What libpq or the server said.
enum PostgresError: Error, Hashable {
    /// No connection came about. The state is the server's SQLSTATE, `nil` when none answered.
    case unreachable(state: String?, why: String)
    /// The connection ended while it was used.
    case lost(why: String)
    /// The server answered, and the connection is as good as before.
    case refused(state: String, why: String)
    /// Nobody wanted the answer any more.
    case givenUp
    case timedOut(after: Duration)
    case closed
    /// A later release was here.
    case newer(schema: String, found: Int, known: Int)
    /// A value of ours has no text; a mistake of this program.
    case unusable(why: String)

    /// What libpq tells of a connection that did not come about: a line for each address and try, with hints below.
    static func connecting(_ text: String) -> PostgresError {
        let lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("\t") }
        var tries: [String] = []
        for line in lines where line.hasPrefix("connection to server") && !tries.contains(line) {
            tries.append(line)
        }
        let why = tries.isEmpty ? lines.first ?? "no message" : tries.joined(separator: "; ")
        let state = why.firstMatch(of: #/[A-Z]+:  ([0-9A-Z]{5}): /#)
        return .unreachable(
            state: state.map { String($0.1) }, why: why.replacing(#/:  [0-9A-Z]{5}: /#, with: ": "))
    }

    /// Whether it is the row that the server cannot take, and no repeat will change that: a value out of range, a
    /// constraint or trigger that somebody added, an index that it is too large for.
    var isOfTheRow: Bool {
        guard case .refused(let state, _) = self else { return false }
        return ["22", "23", "54", "P0"].contains { state.hasPrefix($0) }
    }

    /// Whether the same may succeed later without anyone's help.
    var passes: Bool {
        switch self {
        case .lost, .givenUp, .timedOut: true
        case .closed, .newer, .unusable: false
        case .unreachable(let state, _): state.map(Self.passes) ?? true
        case .refused(let state, _): Self.passes(state)
        }
    }

    /// Class 08 is the connection, 40 a clash of transactions, 53 resources, 55 locks, 57 the operator, 58 the system.
    private static func passes(_ state: String) -> Bool {
        ["08", "40", "53", "55", "57", "58"].contains { state.hasPrefix($0) }
    }
}

extension SinkError {
    /// What the database said, with the way out.
    init(postgres error: PostgresError) {
        self.init(
            sink: "postgres", problem: error.problem, remedy: error.remedy, retryHelps: error.passes)
    }
}

extension PostgresError {
    fileprivate var problem: String {
        switch self {
        case .unreachable(_, let why): why
        case .lost(let why): "the connection was lost: \(why.split(separator: "\n").first ?? "no message")"
        case .refused(let state, let why): "\(why) (SQLSTATE \(state))"
        case .givenUp: "the daemon ends or nobody waits for the answer"
        case .timedOut(let time): "no answer within \(time)"
        case .closed: "the store is closed"
        case .newer(let schema, let found, let known):
            "the schema '\(schema)' has version \(found), this release knows up to \(known)"
        case .unusable(let why): why
        }
    }

    fileprivate var remedy: String {
        switch self {
        case .unreachable(nil, let why): Self.remedy(unreachable: why)
        case .unreachable(let state?, _), .refused(let state, _): Self.remedy(state: state)
        case .lost, .givenUp: "it is tried again"
        case .timedOut: "see whether the server is overloaded or stopped, or the network cut"
        case .closed: "restart the daemon"
        case .newer: "run the later release again, or let 'schema' name another one"
        case .unusable: "report it with this text"
        }
    }

    /// These words are libpq's own, and always English here.
    private static func remedy(unreachable why: String) -> String {
        let known = [
            (
                "certificate verify failed",
                "let 'tls.ca' name the file of who signed the server's certificate"
            ),
            ("does not match host name", "let 'host' be a name that stands in the server's certificate"),
            ("does not support SSL", "switch ssl on in postgresql.conf, or take 'tls' out"),
            ("private key file", "let the key belong to the daemon's user, with mode 0600"),
            ("certificate file", "let the daemon's user read the files below 'tls'"),
            ("could not translate host name", "correct 'host', or see whether names can be resolved"),
            ("definition of service", "write the section into the service file, see PGSERVICEFILE"),
            ("no password supplied", "add 'password_file'"),
        ]
        return known.first { why.contains($0.0) }?.1
            ?? "start the server, or correct 'host' and 'port'; see listen_addresses in postgresql.conf"
    }

    private static func remedy(state: String) -> String {
        let known = [
            ("28P01", "correct 'user' and the password in 'password_file', or ALTER ROLE … PASSWORD"),
            ("28000", "let pg_hba.conf admit this user from here, or correct 'user'"),
            ("3D000", "make the database, such as CREATE DATABASE footfall OWNER footfall"),
            (
                "42501",
                "let the tables belong to 'user', or GRANT CREATE ON DATABASE to it; see docs/operations.md"
            ),
            ("53100", "free some space on the server's disk"),
            ("53300", "raise max_connections, or close other programs"),
            ("25006", "let 'host' name the primary: this server is read only"),
            ("57014", "see what else keeps the server busy or holds locks"),
            ("57P", "wait until the server has started"),
            ("42P", "see whether somebody changed the tables of the schema; restore them"),
            ("42703", "see whether somebody changed the tables of the schema; restore them"),
        ]
        return known.first { state.hasPrefix($0.0) }?.1 ?? "see the log of the server"
    }
}
