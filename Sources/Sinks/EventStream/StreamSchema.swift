import GRDB

/// The tables of the event stream.
///
/// `members` holds the text of each member whose page is still open; `pages` the bytes of sealed pages, and `days` those
/// of the nodes of days that are over, deflated. What was written is never made again, so no later release can change it.
/// A day is named by the number of days since 1970-01-01; of one that retention removed only the row stays. `versions`
/// finds a member by the hash of its address; `created` is NULL of a retraction. `origins` says what numbers were made with,
/// and since when.
enum StreamSchema {
    /// Never change a step; add one.
    static let steps = [
        """
        CREATE TABLE days(
            day INTEGER PRIMARY KEY,
            pages INTEGER NOT NULL,
            state TEXT NOT NULL CHECK(state IN ('open', 'closed', 'removed')),
            turtle BLOB, nquads BLOB, turtle_tag TEXT, nquads_tag TEXT);
        CREATE TABLE pages(
            day INTEGER NOT NULL, number INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
            turtle BLOB NOT NULL, nquads BLOB NOT NULL, turtle_tag TEXT NOT NULL, nquads_tag TEXT NOT NULL,
            UNIQUE(day, number));
        CREATE INDEX pages_by_sequence ON pages(last);
        CREATE TABLE members(
            sequence INTEGER PRIMARY KEY, turtle TEXT NOT NULL, nquads TEXT NOT NULL);
        CREATE TABLE versions(sequence INTEGER PRIMARY KEY, key INTEGER NOT NULL);
        CREATE INDEX versions_by_key ON versions(key);
        CREATE TABLE facts(name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        """,
        """
        ALTER TABLE versions ADD COLUMN created INTEGER;
        CREATE TABLE origins(
            since INTEGER PRIMARY KEY, digest TEXT NOT NULL, release TEXT NOT NULL, barometer TEXT NOT NULL,
            impact TEXT NOT NULL);
        """,
    ]
}
