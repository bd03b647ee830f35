import Barometer
import Testing

@testable import Footfall

@Suite("A time format") struct TimeFormatTests {
    /// Text in; out a UTC time, or with `local` before it the clock's face. Milliseconds are enough.
    private func read(_ format: String, _ text: String) throws -> String? {
        let stamp = try TimeFormat(format).read(Array(text.utf8).span)
        return stamp.map(Self.text)
    }

    private static func text(_ stamp: Stamp) -> String {
        let time = EventTime(milliseconds: stamp.microseconds.flooredQuotient(by: 1000)).description
        if case .local = stamp { return "local " + time.dropLast() }
        return time
    }

    static let stamps: [(String, String?)] = [
        ("2026-03-14T09:15:00Z", "2026-03-14T09:15:00Z"), ("2026-03-14t09:15:00z", "2026-03-14T09:15:00Z"),
        ("2026-03-14 10:15:00+01:00", "2026-03-14T09:15:00Z"),
        ("2026-03-14T10:15:00+0100", "2026-03-14T09:15:00Z"),
        ("2026-03-14T10:15:00+01", "2026-03-14T09:15:00Z"),
        ("2026-03-14T09:15:00-00:00", "2026-03-14T09:15:00Z"),
        ("2026-03-14T09:15:00.1Z", "2026-03-14T09:15:00.100Z"),
        ("2026-03-14T09:15:00,123999999999Z", "2026-03-14T09:15:00.123Z"),
        ("2024-02-29T00:00:00+14:00", "2024-02-28T10:00:00Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ("2026-03-14T09:15Z", "2026-03-14T09:15:00Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"), ("2026-03-14T24:00:00Z", "2026-03-15T00:00:00Z"),
        ("20260314T101500Z", "2026-03-14T10:15:00Z"), ("20260314T111500.5+0100", "2026-03-14T10:15:00.500Z"),
        ("20260314T1015Z", "2026-03-14T10:15:00Z"), ("2026-03-14T09:15:00", "local 2026-03-14T09:15:00"),
        ("2026-03-14 09:15:00.250", "local 2026-03-14T09:15:00.250"),
        ("20260314T101500", "local 2026-03-14T10:15:00"),
        ("", nil), ("2026-03-14", nil), ("20260314", nil), ("2026-03-14T", nil),
        ("2026-02-29T00:00:00Z", nil),
        ("2026-13-01T00:00:00Z", nil), ("2026-00-01T00:00:00Z", nil), ("2026-03-14T24:00:01Z", nil),
        ("2026-03-14T24:01:00Z", nil), ("2026-03-14T25:00:00Z", nil), ("2026-03-14T09:60:00Z", nil),
        ("2026-03-14T09:15:61Z", nil), ("2026-03-14T09:15:00.Z", nil), ("2026-03-14T09:15:00Zx", nil),
        ("2026-03-14T09:15:00+24:00", nil), ("2026-03-14T09:15:00+01:60", nil), ("26-03-14T09:15:00Z", nil),
        ("2026-3-14T09:15:00Z", nil), ("2026-03-14T09:15:00+1", nil), (" 2026-03-14T09:15:00Z", nil),
        ("２026-03-14T09:15:00Z", nil), ("2026-0314T09:15:00Z", nil), ("20260314T09:15:00Z", nil),
        ("0000-01-01T00:00:00Z", nil),
    ]

    @Test("rfc3339 is read with a vendor's liberties", arguments: stamps)
    func rfc3339(text: String, time: String?) throws { #expect(try read("rfc3339", text) == time) }

    static let patterns: [(String, String, String?)] = [
        ("yyyy/MM/dd HH:mm:ss", "2026/03/14 10:15:00", "local 2026-03-14T10:15:00"),
        ("yyyy/MM/dd HH:mm:ss", "2026/03/14 10:15:00 ", nil),
        ("yyyy/MM/dd HH:mm:ss", "2026/3/14 10:15:00", nil),
        ("yyyyMMddHHmmss", "20260314101500", "local 2026-03-14T10:15:00"),
        ("yyyyMMddHHmmss", "2026031410150", nil),
        ("d/M/yyyy H:mm", "4/3/2026 9:05", "local 2026-03-04T09:05:00"),
        ("d/M/yyyy H:mm", "14/12/2026 19:05", "local 2026-12-14T19:05:00"),
        ("d/M/yyyy H:mm", "31/2/2026 9:05", nil),
        ("d/M/yyyy H:mm", "1/13/2026 9:05", nil), ("d/M/yyyy H:mm", "1/1/2026 25:05", nil),
        ("d/M/yyyy H:mm", "1/1/2026 24:00", "local 2026-01-02T00:00:00"),
        ("d/M/yyyy H:mm", "1/1/2026 24:01", nil),
        ("dd.MM.yy", "14.03.26", "local 2026-03-14T00:00:00"),
        ("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "2026-03-14T10:15:00.250+01:00", "2026-03-14T09:15:00.250Z"),
        ("yyyy-MM-ddTHH:mm:ssX", "2026-03-14T10:15:00Z", "2026-03-14T10:15:00Z"),
        ("yyyy-MM-dd HH:mm:ss XX", "2026-03-14 10:15:00 -0500", "2026-03-14T15:15:00Z"),
        ("yyyy-MM-dd HH:mm:ss X", "2026-03-14 10:15:00 CET", nil),
        ("MM/dd/yyyy h:mm:ss a", "03/14/2026 12:15:00 AM", "local 2026-03-14T00:15:00"),
        ("MM/dd/yyyy h:mm:ss a", "03/14/2026 12:15:00 pm", "local 2026-03-14T12:15:00"),
        ("MM/dd/yyyy hh:mm a", "03/14/2026 01:15 PM", "local 2026-03-14T13:15:00"),
        ("MM/dd/yyyy hh:mm a", "03/14/2026 13:15 PM", nil),
        ("MM/dd/yyyy hh:mm a", "03/14/2026 00:15 AM", nil),
        ("EEE, d MMM yyyy HH:mm:ss X", "Sat, 14 Mar 2026 10:15:00 +0100", "2026-03-14T09:15:00Z"),
        ("EEE d MMM yyyy HH:mm", "za. 4 okt. 2026 10:15", "local 2026-10-04T10:15:00"),
        ("d MMMM yyyy HH:mm", "4 DÉCEMBRE 2026 10:15", "local 2026-12-04T10:15:00"),
        ("d MMM yyyy HH:mm", "4 févr. 2026 10:15", "local 2026-02-04T10:15:00"),
        ("d MMM yyyy HH:mm", "4 juil 2026 10:15", "local 2026-07-04T10:15:00"),
        ("d MMM yyyy HH:mm", "4 juin 2026 10:15", "local 2026-06-04T10:15:00"),
        ("d MMM yyyy HH:mm", "4 mrt 2026 10:15", "local 2026-03-04T10:15:00"),
        ("d MMM yyyy HH:mm", "4 jui 2026 10:15", nil), ("d MMM yyyy HH:mm", "4 xyz 2026 10:15", nil),
        ("d MMM yyyy HH:mm", "4 Marchx 2026 10:15", nil),
        ("yyyyMMddHHmmssSSS", "20260314101500123", "local 2026-03-14T10:15:00.123"),
        ("yyyy-MM-dd HH:mm:ss.S", "2026-03-14 10:15:00.5", "local 2026-03-14T10:15:00.500"),
        ("yyyy-MM-dd HH:mm:ss.SSS", "2026-03-14 10:15:00.25", nil),
        ("yyyy-MM-dd 'o''clock' HH", "2026-03-14 o'clock 10", "local 2026-03-14T10:00:00"),
        ("yyyy年MM月dd日HH", "2026年03月14日10", "local 2026-03-14T10:00:00"),
        ("HH:mm:ss dd-MM-yyyy", "23:59:60 30-06-2026", "local 2026-07-01T00:00:00"),
        ("yyyy-MM-dd HH:mm", "", nil), ("yyyy-MM-dd HH:mm", "2026-03-14 10:1５", nil),
    ]

    @Test("a pattern is read strictly", arguments: patterns)
    func pattern(format: String, text: String, time: String?) throws {
        #expect(try read(format, text) == time)
    }

    static let epochs: [(String, Value, Int64?)] = [
        ("epoch_s", Value(Int64(1_773_482_400)), 1_773_482_400_000_000), ("epoch_s", Value(Int64(0)), 0),
        ("epoch_s", Value(1_773_482_400.123), 1_773_482_400_123_000),
        ("epoch_s", Value(1_773_482_400.001), 1_773_482_400_001_000),
        ("epoch_ms", Value(Int64(1_773_482_400_123)), 1_773_482_400_123_000),
        ("epoch_ms", Value(1_773_482_400_123.5), 1_773_482_400_123_500),
        ("epoch_us", Value(uint: 1_773_482_400_123_456), 1_773_482_400_123_456),
        ("epoch_ns", Value(Int64(1_773_482_400_123_456_789)), 1_773_482_400_123_456),
        ("epoch_s", Value(Int64(-1)), nil), ("epoch_s", Value(-0.5), nil),
        ("epoch_s", Value(Double.nan), nil),
        ("epoch_s", Value(Double.infinity), nil), ("epoch_s", Value(Int64.max), nil),
        ("epoch_s", Value(Int64(253_402_300_800)), nil), ("epoch_s", Value(true), nil),
        ("epoch_s", .null, nil),
        ("epoch_ns", Value(uint: .max), nil), ("rfc3339", Value(Int64(1)), nil),
        ("rfc3339", Value(timestamp: 5), 5),
        ("yyyyMMddHHmmss", Value(Int64(20_260_314_100_000)), 1_773_482_400_000_000),
        ("yyyyMMddHHmmss", Value(Int64.min), nil), ("yyyyMMddHHmmss", Value(Int64.max), nil),
    ]

    @Test("numbers are read to the microsecond", arguments: epochs)
    func epoch(format: String, value: Value, microseconds: Int64?) throws {
        #expect(try TimeFormat(format).read(value, in: Document())?.microseconds == microseconds)
    }

    static let epochTexts: [(String, String, Int64?)] = [
        ("epoch_s", "1773482400", 1_773_482_400_000_000),
        ("epoch_s", "1773482400.1239", 1_773_482_400_123_900),
        ("epoch_s", "1773482400.1234569", 1_773_482_400_123_456),
        ("epoch_ms", "1773482400123.25", 1_773_482_400_123_250),
        ("epoch_ns", "1773482400123456789", 1_773_482_400_123_456),
        ("epoch_s", "0001773482400", 1_773_482_400_000_000),
        ("epoch_s", "", nil), ("epoch_s", "-1", nil), ("epoch_s", "1.", nil), ("epoch_s", ".5", nil),
        ("epoch_s", "1e9", nil), ("epoch_s", "12 ", nil), ("epoch_s", "99999999999999999999999", nil),
        ("epoch_us", "9223372036854775807", nil),
        ("epoch_s", "1773482400.9999999999999999999", 1_773_482_400_999_999),
    ]

    @Test("numbers in a text too", arguments: epochTexts)
    func epochText(format: String, text: String, microseconds: Int64?) throws {
        var document = Document()
        let value = document.text(text)
        #expect(try TimeFormat(format).read(value, in: document)?.microseconds == microseconds)
    }

    static let mistakes: [(String, Int, String)] = [
        ("", 1, "date"), ("rfc822", 1, "rfc3339"), ("YYYY-MM-dd", 1, "yyyy"), ("yyyy-MM-DD", 9, "dd"),
        ("yyyy-MM-dd kk", 12, "HH"), ("yyyy-MM-dd HH:mm Z", 18, "X"), ("yyy-MM-dd", 1, "yyyy"),
        ("HH:mm:ss", 9, "yyyy"), ("yyyy-MM HH", 11, "dd"), ("yyyy-MM-dd hh:mm", 17, "'a'"),
        ("yyyy-MM-dd HH:mm a", 19, "'a'"), ("yyyy-MM-dd mm", 14, "'H'"), ("yyyy-MM-dd HH:ss", 17, "'m'"),
        ("dMMyyyy", 1, "dd"), ("yyyy-MM-dd HH 'x", 15, "quote"), ("yyyy-MM-dd yyyy", 12, "once"),
        ("epoch", 1, "epoch_s"),
    ]

    @Test("says where a pattern is wrong", arguments: mistakes)
    func mistake(text: String, character: Int, word: String) {
        let mistake = #expect(throws: Mistake.self) { try TimeFormat(text) }
        #expect(mistake?.character == character, "\(String(describing: mistake))")
        #expect(mistake?.expected.contains(word) ?? false, "\(String(describing: mistake))")
    }

    @Test("random bytes are refused without a trap")
    func garbage() throws {
        var chance = SystemRandomNumberGenerator()
        let signs = Array("0123456789-:TZ.+ PMWDHS/éa".utf8)
        let formats = try ["rfc3339", "epoch_s", "d/M/yy h:mm:ss a", "EEE MMM d HH:mm:ss.SSS X yyyy"].map(
            TimeFormat.init)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<24, using: &chance)
            let bytes = (0..<count).map { _ in signs.randomElement(using: &chance) ?? 0 }
            for format in formats { _ = format.read(bytes.span) }
            _ = ISOInterval.read(bytes.span)
            _ = ZoneOffset.read(bytes.span)
            _ = plainDuration(bytes.span)
            _ = ClockRule(bytes.span)
        }
    }
}
