import Barometer

/// Puts publications into the tables, each table's in one statement and transaction.
struct PostgresWriter {
    private let connection: PostgresConnection
    private let schema: String
    private let isWanted: () -> Bool

    init(_ connection: PostgresConnection, schema: String, while isWanted: @escaping () -> Bool) {
        self.connection = connection
        self.schema = schema
        self.isWanted = isWanted
    }

    /// A row that the server will never take.
    struct Refusal {
        let sequence: Int
        let why: PostgresError
    }

    /// - Returns: what was left out, so that it holds up nothing else.
    func write(_ publications: [Publication]) throws(PostgresError) -> [Refusal] {
        var refused: [Refusal] = []
        let newest = publications.newestOfEach()
        let tables = [postgresReadings, postgresImpacts, postgresSummaries]
        for (number, table) in tables.enumerated() {
            try put(newest.filter { $0.subject.rank.0 == number }[...], into: table, &refused)
        }
        return refused
    }

    /// Halves what is refused until the rows are found that it is refused for.
    private func put(
        _ rows: ArraySlice<Publication>, into table: PostgresTable<Publication>, _ refused: inout [Refusal]
    ) throws(PostgresError) {
        guard let first = rows.first else { return }
        do throws(PostgresError) {
            try connection.run(table.upsert(into: schema), try table.values(of: rows), while: isWanted)
        } catch {
            guard error.isOfTheRow else { throw error }
            guard rows.count > 1 else { return refused.append(Refusal(sequence: first.sequence, why: error)) }
            let middle = rows.startIndex + rows.count / 2
            try put(rows[..<middle], into: table, &refused)
            try put(rows[middle...], into: table, &refused)
        }
    }
}

extension [Publication] {
    /// The highest version of each subject, windows first and always in the same order, so that two writers do not
    /// lock each other out.
    fileprivate func newestOfEach() -> [Publication] {
        var newest: [Subject: Publication] = [:]
        for publication in self {
            if let known = newest[publication.subject], known.version >= publication.version { continue }
            newest[publication.subject] = publication
        }
        return newest.map { (rank: $0.rank, publication: $1) }.sorted { $0.rank < $1.rank }
            .map(\.publication)
    }
}

extension Subject {
    /// First the number of its table.
    fileprivate var rank: (Int, Int64, Int64, String, String) {
        switch self {
        case .window(let zone, let window):
            (0, window.start.milliseconds, window.end.milliseconds, zone.name, "")
        case .event(let event, let zone): (1, 0, 0, event.name, zone.name)
        case .detail(let event): (2, 0, 0, "detail", event.name)
        case .series(let series): (2, 0, 0, "series", series.name)
        }
    }
}
