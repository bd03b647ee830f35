import Barometer
import Sinks
import TestKit
import Testing

@Suite("The schema of the PostgreSQL store") struct PostgresSchemaTests {
    @Test("is made once, by however many at the same time")
    func made() async throws {
        let server = try await PostgresServer()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...4 {
                group.addTask { try await server.store().write([.sample(number, version: number)]) }
            }
            try await group.waitForAll()
        }
        #expect(try await server.query("SELECT version FROM footfall.schema_version") == "1\n2")
        #expect(try await PostgresRows.publications(server) == [.sample(4, version: 4)])
    }

    @Test("of a later release is refused with a way out, and left alone")
    func later() async throws {
        let server = try await PostgresServer()
        try await server.store().connect()
        try await server.query("INSERT INTO footfall.schema_version VALUES (99)")
        let error = await #expect(throws: SinkError.self) { try await server.store().write([.sample(1)]) }
        #expect(error?.problem == "the schema 'footfall' has version 99, this release knows up to 2")
        #expect(error?.remedy.contains("later release") == true && error?.retryHelps == false)
        #expect(try await server.query("SELECT count(*) FROM footfall.readings") == "0")
    }

    @Test("may be made by somebody else, for a user who may make none")
    func given() async throws {
        let server = try await PostgresServer()
        try await server.query(
            """
            CREATE ROLE modest LOGIN PASSWORD 'm'; CREATE SCHEMA lent AUTHORIZATION modest
            """)
        var settings = server.settings
        (settings.user, settings.password) = ("modest", "m")
        let denied = await #expect(throws: SinkError.self) {
            try await PostgresStore(settings, logger: .silent).connect()
        }
        #expect(denied?.problem.contains("42501") == true)
        #expect(denied?.remedy.contains("GRANT CREATE ON DATABASE") == true)
        settings.schema = "lent"
        try await PostgresStore(settings, logger: .silent).write([.sample(1)])
        #expect(try await PostgresRows.publications(server, schema: "lent") == [.sample(1)])
    }

    @Test("is made whole or not at all")
    func whole() async throws {
        let server = try await PostgresServer()
        try await server.query(
            """
            CREATE SCHEMA footfall AUTHORIZATION footfall; CREATE TABLE footfall.readings(mine int);
            ALTER TABLE footfall.readings OWNER TO footfall
            """)
        let store = server.store()
        let error = await #expect(throws: SinkError.self) { try await store.write([.sample(1)]) }
        #expect(error?.problem.contains("already exists") == true)
        #expect(try await server.query("SELECT to_regclass('footfall.schema_version')") == "")
        try await server.query("DROP TABLE footfall.readings")
        try await store.write([.sample(1)])
        #expect(try await PostgresRows.publications(server) == [.sample(1)])
    }

    @Test("that somebody spoiled is told with a way out")
    func spoiled() async throws {
        let server = try await PostgresServer()
        let store = server.store()
        try await store.connect()
        try await server.query("ALTER TABLE footfall.readings DROP COLUMN level")
        let error = await #expect(throws: SinkError.self) { try await store.write([.sample(1)]) }
        #expect(error?.problem.contains("level") == true && error?.remedy.contains("restore") == true)
    }
}
