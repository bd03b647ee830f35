import GRDB

/// The table `readings`: one row for each zone and window, of the newest version; and `impacts`: one for each event
/// and zone; and `summaries`: one for each event (`detail`) and each series, with `body` as JSON.
///
/// Times are whole milliseconds since 1970-01-01T00:00:00Z, which sort as numbers; the view `readings_utc` shows them as
/// text. `value` and `busyness` are percent in steps of 5, `level` is 1 to 4, `completeness` 0 to 1; `reasons` is a JSON
/// list. What is absent from a reading is NULL. Of what was retracted a row stays, with that status and no value, so that
/// an older version that comes late finds its place taken; the views leave it out.
enum ReadingSchema {
    /// Never change a step; add one.
    static let steps = [
        """
        CREATE TABLE readings(
            zone TEXT NOT NULL,
            window_start INTEGER NOT NULL,
            window_end INTEGER NOT NULL,
            value INTEGER,
            deviation TEXT,
            busyness INTEGER,
            level INTEGER,
            confidence TEXT,
            completeness REAL NOT NULL,
            status TEXT NOT NULL,
            reasons TEXT,
            valid_until INTEGER NOT NULL,
            method TEXT NOT NULL,
            version INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            created INTEGER NOT NULL,
            PRIMARY KEY(window_end, zone, window_start)) WITHOUT ROWID;
        CREATE INDEX readings_of_zone ON readings(zone, window_end, version);
        CREATE INDEX readings_by_sequence ON readings(sequence);
        CREATE VIEW readings_utc AS SELECT
            zone,
            strftime('%Y-%m-%dT%H:%M:%SZ', window_start / 1000, 'unixepoch') AS "from",
            strftime('%Y-%m-%dT%H:%M:%SZ', window_end / 1000, 'unixepoch') AS "to",
            value, deviation, busyness, level, confidence, completeness, status, reasons,
            strftime('%Y-%m-%dT%H:%M:%SZ', valid_until / 1000, 'unixepoch') AS valid_until,
            method, version, sequence,
            strftime('%Y-%m-%dT%H:%M:%SZ', created / 1000, 'unixepoch') AS created
            FROM readings;
        """,
        """
        CREATE TABLE impacts(
            event TEXT NOT NULL,
            zone TEXT NOT NULL,
            window_start INTEGER,
            window_end INTEGER,
            value INTEGER,
            lower INTEGER,
            upper INTEGER,
            score REAL,
            class TEXT,
            grade TEXT,
            placebo REAL,
            confidence TEXT,
            completeness REAL,
            status TEXT NOT NULL,
            reasons TEXT,
            method TEXT,
            version INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            created INTEGER NOT NULL,
            PRIMARY KEY(event, zone)) WITHOUT ROWID;
        CREATE INDEX impacts_by_sequence ON impacts(sequence);
        CREATE INDEX impacts_by_end ON impacts(window_end);
        DROP VIEW readings_utc;
        CREATE VIEW readings_utc AS SELECT
            zone,
            strftime('%Y-%m-%dT%H:%M:%SZ', window_start / 1000, 'unixepoch') AS "from",
            strftime('%Y-%m-%dT%H:%M:%SZ', window_end / 1000, 'unixepoch') AS "to",
            value, deviation, busyness, level, confidence, completeness, status, reasons,
            strftime('%Y-%m-%dT%H:%M:%SZ', valid_until / 1000, 'unixepoch') AS valid_until,
            method, version, sequence,
            strftime('%Y-%m-%dT%H:%M:%SZ', created / 1000, 'unixepoch') AS created
            FROM readings WHERE status <> 'retracted';
        CREATE VIEW impacts_utc AS SELECT
            event, zone,
            strftime('%Y-%m-%dT%H:%M:%SZ', window_start / 1000, 'unixepoch') AS "from",
            strftime('%Y-%m-%dT%H:%M:%SZ', window_end / 1000, 'unixepoch') AS "to",
            value, lower, upper, score, class, grade, placebo, confidence, completeness, status, reasons,
            method, version, sequence,
            strftime('%Y-%m-%dT%H:%M:%SZ', created / 1000, 'unixepoch') AS created
            FROM impacts WHERE status <> 'retracted';
        """,
        """
        CREATE TABLE summaries(
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            status TEXT NOT NULL,
            body TEXT,
            version INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            created INTEGER NOT NULL,
            PRIMARY KEY(kind, name)) WITHOUT ROWID;
        CREATE INDEX summaries_by_sequence ON summaries(sequence);
        """,
    ]

    static let upsertReading = """
        INSERT INTO readings(zone, window_start, window_end, value, deviation, busyness, level, confidence,
            completeness, status, reasons, valid_until, method, version, sequence, created)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT(window_end, zone, window_start) DO UPDATE SET
            value = excluded.value, deviation = excluded.deviation, busyness = excluded.busyness,
            level = excluded.level, confidence = excluded.confidence, completeness = excluded.completeness,
            status = excluded.status, reasons = excluded.reasons, valid_until = excluded.valid_until,
            method = excluded.method, version = excluded.version, sequence = excluded.sequence,
            created = excluded.created
        WHERE excluded.version > readings.version
        """

    static let upsertImpact = """
        INSERT INTO impacts(event, zone, window_start, window_end, value, lower, upper, score, class, grade,
            placebo, confidence, completeness, status, reasons, method, version, sequence, created)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT(event, zone) DO UPDATE SET
            window_start = excluded.window_start, window_end = excluded.window_end, value = excluded.value,
            lower = excluded.lower, upper = excluded.upper, score = excluded.score, class = excluded.class,
            grade = excluded.grade, placebo = excluded.placebo, confidence = excluded.confidence,
            completeness = excluded.completeness, status = excluded.status, reasons = excluded.reasons,
            method = excluded.method, version = excluded.version, sequence = excluded.sequence,
            created = excluded.created
        WHERE excluded.version > impacts.version
        """

    static let upsertSummary = """
        INSERT INTO summaries(kind, name, status, body, version, sequence, created)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT(kind, name) DO UPDATE SET
            status = excluded.status, body = excluded.body, version = excluded.version,
            sequence = excluded.sequence, created = excluded.created
        WHERE excluded.version > summaries.version
        """
}
