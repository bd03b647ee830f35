import Barometer
import Glibc
import Logging
import Sinks
import Synchronization
import TestKit
import Testing

@Suite("The connection to PostgreSQL") struct PostgresConnectionTests {
    @Test("speaks TLS with a server that its authority vouches for, and with no other")
    func tls() async throws {
        let server = try await PostgresServer(.init(tls: true))
        var settings = server.settings
        settings.server = .host("localhost", port: server.port)
        settings.tls = .init(caFile: server.caFile)
        let store = PostgresStore(settings, logger: .silent)
        try await store.write([.sample(1)])
        let used = try await server.query(
            "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'footfall'"
        )
        #expect(used == "t")
        await store.close()
        settings.tls = .init(caFile: server.otherCAFile)
        let stranger = await refusal(settings)
        #expect(stranger?.problem.contains("certificate verify failed") == true)
        #expect(stranger?.remedy.contains("tls.ca") == true)
        settings.tls = .init(caFile: server.caFile)
        settings.server = .host("127.0.0.2", port: server.port)
        #expect(await refusal(settings)?.retryHelps == true)
    }

    @Test("that is not let in says why and what to do, without the password")
    func wrongPassword() async throws {
        let server = try await PostgresServer()
        var settings = server.settings
        settings.password = "not-so-secret"
        let wrong = try #require(await refusal(settings))
        #expect(wrong.problem.contains("password authentication failed"))
        #expect(wrong.remedy.contains("password_file") && !wrong.retryHelps)
        #expect(!"\(wrong)\(settings)\(String(reflecting: settings))".contains("not-so-secret"))
        settings = server.settings
        settings.database = "nowhere"
        #expect(await refusal(settings)?.remedy.contains("CREATE DATABASE") == true)
        settings.server = .host("127.0.0.1", port: try Broker.freePort())
        let absent = await refusal(settings)
        #expect(absent?.problem.contains("Connection refused") == true && absent?.retryHelps == true)
        settings.server = .host("no-such-host.invalid", port: 5432)
        #expect(await refusal(settings)?.remedy.contains("correct 'host'") == true)
        settings.server = .service("none")
        #expect(await refusal(settings)?.remedy.contains("service file") == true)
    }

    @Test("goes over a socket too")
    func socket() async throws {
        let server = try await PostgresServer()
        var settings = server.settings
        settings.server = .host(String(server.folder.dropLast()), port: server.port)
        settings.password = nil
        try await PostgresStore(settings, logger: .silent).write([.sample(1)])
        #expect(try await PostgresRows.publications(server) == [.sample(1)])
    }

    @Test("that ended while nobody used it is made anew without a word")
    func idle() async throws {
        let server = try await PostgresServer()
        let store = server.store()
        try await store.write([.sample(1)])
        try await server.cut()
        try await store.write([.sample(2, .sample("b"))])
        try await server.kill()
        try await server.start()
        try await store.write([.sample(3, .sample("c"))])
        #expect(try await PostgresRows.publications(server).map(\.sequence).sorted() == [1, 2, 3])
    }

    @Test("to a server that is away fails, and works again when it is back")
    func away() async throws {
        let server = try await PostgresServer()
        let store = server.store()
        try await store.write([.sample(1)])
        try await server.kill()
        let error = await #expect(throws: SinkError.self) { try await store.write([.sample(2, version: 2)]) }
        #expect(error?.retryHelps == true)
        try await server.start()
        try await store.write([.sample(2, version: 2)])
        #expect(try await PostgresRows.publications(server) == [.sample(2, version: 2)])
    }

    @Test("to a server that says nothing is given up, and another takes its place", arguments: [true, false])
    func frozen(isConnected: Bool) async throws {
        let server = try await PostgresServer()
        let store = server.store(patience: .milliseconds(1500))
        if isConnected { try await store.write([.sample(1)]) }
        server.freeze()
        let error = await #expect(throws: SinkError.self) { try await store.write([.sample(2, version: 2)]) }
        #expect(error?.problem.contains("no answer within 1.5 seconds") == true && error?.retryHelps == true)
        let waiting = Task { try await store.write([.sample(3, version: 3)]) }
        try await Task.sleep(for: .milliseconds(50))
        waiting.cancel()
        await #expect(throws: SinkError.self) { try await waiting.value }
        server.thaw()
        try await store.write([.sample(4, version: 4)])
        #expect(try await PostgresRows.publications(server) == [.sample(4, version: 4)])
    }

    @Test("is closed for good")
    func closed() async throws {
        let server = try await PostgresServer()
        let store = server.store()
        try await store.write([.sample(1)])
        await store.close()
        let error = await #expect(throws: SinkError.self) { try await store.write([.sample(2)]) }
        #expect(error?.problem == "the store is closed")
        await store.close()
    }

    private func refusal(_ settings: PostgresSettings) async -> SinkError? {
        await #expect(throws: SinkError.self) {
            try await PostgresStore(settings, logger: .silent).connect()
        }
    }
}
