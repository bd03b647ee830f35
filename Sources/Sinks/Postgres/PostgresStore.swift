public import Barometer
import Foundation
public import Logging
public import ServiceLifecycle

/// The newest version of every published reading and impact, in a PostgreSQL database that any number of programs may read.
///
/// The tables are in `PostgresSchema`; they have the public columns only. A commit has reached the server's disk when
/// `write` returns. A thread of its own keeps the connection, makes it when it must, and blocks nobody: a call ends
/// within its time, whatever the server does, and within seconds once the daemon is told to stop.
public final class PostgresStore: Sink, Service {
    public let name = "postgres"
    private let desk = PostgresDesk()
    private let patience: Duration
    private let logger: Logger

    /// Does not connect yet.
    ///
    /// - Parameters:
    ///   - patience: how long a call may take, above a second.
    ///   - onRefused: told how many rows were left out, since the server will never take them.
    public init(
        _ settings: PostgresSettings, patience: Duration = .seconds(30), logger: Logger,
        onRefused: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.patience = patience
        self.logger = logger
        Thread.detachNewThread { [desk] in
            PostgresSession(settings, patience: patience, logger: logger, onRefused: onRefused).run(desk)
        }
    }

    deinit { desk.add(PostgresErrand(.close)) }

    /// Rows that the server will never take are left out and told of. After an error some of the others may be there.
    public func write(_ publications: [Publication]) async throws(SinkError) {
        guard !publications.isEmpty else { return }
        try await perform(.write(publications))
    }

    /// Makes a connection, if there is none, and brings the schema up to date.
    public func connect() async throws(SinkError) {
        try await perform(.connect)
    }

    /// Ends the connection. Calls after this one fail.
    public func close() async {
        try? await perform(.close)
    }

    /// Connects, so that what is wrong is told at once, and waits for the graceful shutdown.
    public func run() async throws {
        do throws(SinkError) {
            try await connect()
        } catch {
            logger.warning("database not reachable", metadata: ["problem": "\(error)"])
        }
        try? await gracefulShutdown()
        await close()
    }

    /// How long a call may still take once the daemon is told to stop.
    private static let farewell = Duration.seconds(2)

    private func perform(_ work: PostgresErrand.Work) async throws(SinkError) {
        let errand = PostgresErrand(work)
        let timer = errand.finish(.timedOut(after: patience), in: patience)
        defer { timer.cancel() }
        let outcome = await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withCheckedContinuation { continuation in
                    errand.whenDone { continuation.resume(returning: $0) }
                    desk.add(errand)
                }
            } onGracefulShutdown: {
                errand.finish(.givenUp, in: Self.farewell)
            }
        } onCancel: {
            errand.finish(.failure(.givenUp))
        }
        do { try outcome.get() } catch { throw SinkError(postgres: error) }
    }
}

extension PostgresErrand {
    /// Fails it when the time is up.
    @discardableResult
    fileprivate func finish(_ error: PostgresError, in time: Duration) -> Task<Void, Never> {
        Task {
            guard (try? await Task.sleep(for: time)) != nil else { return }
            finish(.failure(error))
        }
    }
}
