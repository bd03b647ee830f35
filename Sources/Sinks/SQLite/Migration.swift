import GRDB

extension Database {
    /// Brings a file up to date, inside the transaction around; refuses one that a later release has written.
    ///
    /// - Parameter steps: from an empty file on. The version of a file is its `user_version`: never change a step, add one.
    func migrate(through steps: [String]) throws {
        let found = try Int.fetchOne(self, sql: "PRAGMA user_version") ?? 0
        guard found <= steps.count else {
            throw DatabaseError(
                message: "the file has schema version \(found), this release knows up to \(steps.count)")
        }
        guard found < steps.count else { return }
        for step in steps[found...] { try execute(sql: step) }
        try execute(sql: "PRAGMA user_version = \(steps.count)")
    }
}
