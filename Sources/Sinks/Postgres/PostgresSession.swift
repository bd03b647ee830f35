import Barometer
import Logging

/// The work of the thread that has the connection: one errand after the other.
final class PostgresSession {
    private let settings: PostgresSettings
    private let patience: Duration
    private let logger: Logger
    private let onRefused: @Sendable (Int) -> Void
    private var connection: PostgresConnection?

    init(
        _ settings: PostgresSettings, patience: Duration, logger: Logger,
        onRefused: @escaping @Sendable (Int) -> Void
    ) {
        self.settings = settings
        self.patience = patience
        self.logger = logger
        self.onRefused = onRefused
    }

    /// Returns when it is told to close.
    func run(_ desk: PostgresDesk) {
        while true {
            let errand = desk.next()
            if case .close = errand.work {
                connection = nil
                return errand.finish(.success(()))
            }
            do throws(PostgresError) {
                try perform(errand)
                errand.finish(.success(()))
            } catch {
                errand.finish(.failure(error))
            }
        }
    }

    /// A connection that served before may have ended long ago without a word: then a new one gets the same errand.
    private func perform(_ errand: PostgresErrand) throws(PostgresError) {
        let isOld = connection != nil
        do throws(PostgresError) {
            try attempt(errand)
        } catch {
            guard case .lost = error, isOld else { throw error }
            try attempt(errand)
        }
    }

    private func attempt(_ errand: PostgresErrand) throws(PostgresError) {
        guard errand.isWanted else { throw .givenUp }
        do throws(PostgresError) {
            let connection = try connected(for: errand)
            if case .write(let publications) = errand.work {
                let writer = PostgresWriter(connection, schema: settings.schema) { errand.isWanted }
                let refused = try writer.write(publications)
                tell(refused)
            }
        } catch {
            if case .refused = error {} else { connection = nil }
            throw error
        }
    }

    private func connected(for errand: PostgresErrand) throws(PostgresError) -> PostgresConnection {
        if let connection { return connection }
        let made = try PostgresConnection(settings.parameters) { errand.isWanted }
        // What we let go of must not work on; and what is told as written must be on the server's disk.
        try made.run(
            """
            SELECT set_config('statement_timeout', '\(patience.milliseconds)', false);
            SELECT set_config('synchronous_commit', 'on', false)
            WHERE current_setting('synchronous_commit') = 'off'
            """
        ) { errand.isWanted }
        let schema = PostgresSchema(name: settings.schema, readerRole: settings.readerRole)
        if try schema.prepare(made, while: { errand.isWanted }) {
            logger.warning(
                "the role that may read is not there",
                metadata: ["role": "\(settings.readerRole ?? "")", "remedy": "CREATE ROLE, then restart"])
        }
        connection = made
        return made
    }

    private func tell(_ refused: [PostgresWriter.Refusal]) {
        guard !refused.isEmpty else { return }
        onRefused(refused.count)
        for refusal in refused.prefix(10) {
            logger.error(
                "the database refuses a row, which is left out",
                metadata: ["sequence": "\(refusal.sequence)", "why": "\(SinkError(postgres: refusal.why))"])
        }
    }
}
