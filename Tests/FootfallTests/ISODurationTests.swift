import Testing

@testable import Footfall

@Suite("Durations and intervals") struct ISODurationTests {
    static let durations: [(String, Int64?)] = [
        ("PT15M", 900_000_000), ("PT900S", 900_000_000), ("PT1H30M", 5_400_000_000), ("P1D", 86_400_000_000),
        ("PT0.5S", 500_000), ("PT0,25S", 250_000), ("P1W", 604_800_000_000), ("P1DT1S", 86_401_000_000),
        ("PT0S", 0), ("PT1.5H", 5_400_000_000), ("PT36H", 129_600_000_000), ("PT0.0000019S", 1),
        ("pt5m", 300_000_000), ("P1Y", nil), ("P1M", nil), ("P1Y2DT3M", nil), ("", nil), ("P", nil),
        ("PT", nil),
        ("P1DT", nil), ("PT15", nil), ("PT15MX", nil), ("PT1S1M", nil), ("PT1M1M", nil), ("PT1.5H30M", nil),
        ("-PT1S", nil), ("PT-1S", nil), ("PT.5S", nil), ("PT1.S", nil), ("P1H", nil), ("PT1D", nil),
        ("15M", nil), ("PT9999999999S", nil), (" PT1S", nil), ("P999999999W", nil),
    ]

    @Test("reads ISO 8601 durations, but no years and months", arguments: durations)
    func duration(text: String, microseconds: Int64?) {
        #expect(isoDuration(Array(text.utf8).span) == microseconds)
    }

    static let plainDurations: [(String, Int64?)] = [
        ("60s", 60_000_000), ("15m", 900_000_000), ("2h", 7_200_000_000), ("2d", 172_800_000_000),
        ("1h30m", 5_400_000_000), ("500ms", 500_000), ("1s500ms", 1_500_000), ("1m5ms", 60_005_000),
        ("0s", 0),
        ("1w", 604_800_000_000), ("1d12h", 129_600_000_000), ("", nil), ("60", nil), ("s", nil),
        ("1m1h", nil),
        ("1h 30m", nil), ("1.5h", nil), ("-5s", nil), ("5M", nil), ("5sec", nil), ("5m5m", nil),
        ("999999999w", nil),
    ]

    @Test("reads the durations of a mapping's author", arguments: plainDurations)
    func plain(text: String, microseconds: Int64?) {
        #expect(plainDuration(Array(text.utf8).span) == microseconds)
    }

    static let ten: Int64 = 1_773_482_400_000_000
    static let quarter: Int64 = 900_000_000

    static let intervals: [(String, ISOInterval?)] = [
        (
            "2026-03-14T10:00:00Z/2026-03-14T11:15:00+01:00",
            .between(.instant(microseconds: ten), .instant(microseconds: ten + quarter))
        ),
        ("2026-03-14T10:00:00Z/PT15M", .from(.instant(microseconds: ten), duration: quarter)),
        ("PT15M/2026-03-14T10:00:00Z", .until(.instant(microseconds: ten), duration: quarter)),
        (
            "2026-03-14T10:00:00/2026-03-14T10:15:00",
            .between(.local(microseconds: ten), .local(microseconds: ten + quarter))
        ),
        ("2026-03-14T10:00:00/PT15M", .from(.local(microseconds: ten), duration: quarter)),
        ("2026-03-14T10:00:00Z", nil), ("2026-03-14T10:00:00Z/", nil), ("/2026-03-14T10:00:00Z", nil),
        ("", nil), ("/", nil), ("PT15M/PT15M", nil), ("2026-03-14/2026-03-15", nil),
        ("2026-03-14T10:00:00Z/2026-03-14T10:15:00", nil), ("2026-03-14T10:00:00Z/x", nil),
        ("2026-03-14T10:00:00Z/PT15M/PT15M", nil), ("2026-03-14T10:00:00Z/P1M", nil),
    ]

    @Test("reads intervals; a moment alone is none", arguments: intervals)
    func interval(text: String, interval: ISOInterval?) {
        #expect(ISOInterval.read(Array(text.utf8).span) == interval)
    }

    static let offsets: [(String, Int?)] = [
        ("+01:00", 3600), ("+0100", 3600), ("+1", 3600), ("-5", -18_000), ("UTC+1:00", 3600),
        ("UTC+1:00 Central European Time (CET)", 3600), ("GMT-5", -18_000), ("Z", 0), ("UTC", 0), ("gmt", 0),
        ("+5:30", 19_800), ("+0530", 19_800), ("-00:00", 0), ("UTC+05:45 Nepal", 20_700), ("+10", 36_000),
        ("", nil), ("1", nil), ("CET", nil), ("+", nil), ("+1:0", nil), ("+100", nil), ("+19", nil),
        ("+01:60", nil),
        ("UTC+1x", nil), ("UTCx", nil), ("+01:00Z", nil),
    ]

    @Test("reads offsets that stand in a field", arguments: offsets)
    func offset(text: String, seconds: Int?) {
        #expect(ZoneOffset.read(Array(text.utf8).span) == seconds)
    }
}
