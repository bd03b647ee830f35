/// Reads an ISO 8601 duration: `PT15M`, `PT1H30M`, `P1D`, `P1W`, `PT0.5S`.
///
/// - Returns: microseconds, at least 0; `nil` also for years and months, whose length nobody knows.
func isoDuration(_ text: Span<UInt8>) -> Int64? {
    var reader = DurationReader()
    guard reader.cursor.skip(letter: UInt8(ascii: "P"), in: text),
        reader.take(UInt8(ascii: "W"), 604_800, text), reader.take(UInt8(ascii: "D"), 86_400, text)
    else { return nil }
    if reader.cursor.skip(letter: UInt8(ascii: "T"), in: text) {
        let days = reader.parts
        guard reader.take(UInt8(ascii: "H"), 3600, text), reader.take(UInt8(ascii: "M"), 60, text),
            reader.take(UInt8(ascii: "S"), 1, text), reader.parts > days
        else { return nil }
    }
    return reader.parts > 0 && reader.cursor.isAtEnd(of: text) ? reader.microseconds : nil
}

/// Reads a duration as a mapping's author writes it: `60s`, `15m`, `2h`, `2d`, `1h30m`, `500ms`; large units
/// first.
///
/// - Returns: microseconds, at least 0.
func plainDuration(_ text: Span<UInt8>) -> Int64? {
    var reader = DurationReader()
    guard reader.take(unit: "w", 604_800_000_000, text), reader.take(unit: "d", 86_400_000_000, text),
        reader.take(unit: "h", 3_600_000_000, text), reader.take(unit: "m", 60_000_000, text),
        reader.take(unit: "s", 1_000_000, text), reader.take(unit: "ms", 1000, text)
    else { return nil }
    return reader.parts > 0 && reader.cursor.isAtEnd(of: text) ? reader.microseconds : nil
}
