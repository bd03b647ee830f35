import Barometer

/// A table of ours, and how a value becomes a row of it.
struct PostgresTable<Row: Sendable>: Sendable {
    let name: String
    /// The columns that tell one row from another.
    let key: [String]
    let columns: [Column]

    struct Column: Sendable {
        let name: String
        /// Of the parameter, without the brackets of an array.
        let type: String
        /// What becomes of the parameter.
        var expression: String?
        let values: @Sendable (ArraySlice<Row>) throws -> PostgresValue
    }

    /// One statement for many rows, whose columns are its parameters.
    ///
    /// A version never takes the place of a higher one, and a row that stays as it is keeps its `updated_at`. No key
    /// may be among the rows twice.
    func upsert(into schema: String) -> String {
        let names = columns.map(\.name).joined(separator: ", ")
        let parameters = columns.enumerated().map { "$\($0 + 1)::\($1.type)[]" }.joined(separator: ", ")
        let values = columns.map { $0.expression ?? $0.name }.joined(separator: ", ")
        let changes = columns.map(\.name).filter { !key.contains($0) }.map { "\($0) = excluded.\($0)" }
        return """
            INSERT INTO "\(schema)".\(name) AS known (\(names))
            SELECT \(values) FROM unnest(\(parameters)) AS new(\(names))
            ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE
            SET \(changes.joined(separator: ", ")), updated_at = now()
            WHERE excluded.version > known.version
            """
    }

    func values(of rows: ArraySlice<Row>) throws(PostgresError) -> [PostgresValue] {
        do {
            return try columns.map { try $0.values(rows) }
        } catch {
            throw .unusable(why: "\(error)")
        }
    }
}

extension PostgresTable.Column {
    static func text(_ name: String, _ value: @Sendable @escaping (Row) -> String?) -> Self {
        Self(name: name, type: "text") { .texts($0.map(value)) }
    }

    static func json(_ name: String, _ value: @Sendable @escaping (Row) throws -> String?) -> Self {
        Self(name: name, type: "text", expression: "\(name)::jsonb") { .texts(try $0.map(value)) }
    }

    static func time(_ name: String, _ value: @Sendable @escaping (Row) -> EventTime?) -> Self {
        Self(name: name, type: "timestamptz") { .times($0.map(value)) }
    }

    static func smallint(_ name: String, _ value: @Sendable @escaping (Row) -> Int?) -> Self {
        Self(name: name, type: "smallint") { .smallints($0.map(value)) }
    }

    static func integer(_ name: String, _ value: @Sendable @escaping (Row) -> Int?) -> Self {
        Self(name: name, type: "integer") { .integers($0.map(value)) }
    }

    static func bigint(_ name: String, _ value: @Sendable @escaping (Row) -> Int?) -> Self {
        Self(name: name, type: "bigint") { .bigints($0.map(value)) }
    }

    /// A number with decimals, given as a whole number of its last one.
    static func decimal(
        _ name: String, parts: Int, _ value: @Sendable @escaping (Row) -> Int?
    ) -> Self {
        Self(name: name, type: "smallint", expression: "\(name)::numeric / \(parts)") {
            .smallints($0.map(value))
        }
    }
}
