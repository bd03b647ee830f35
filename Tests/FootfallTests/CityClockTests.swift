import Barometer
import Foundation
import TestKit
import Testing

@testable import Footfall

extension CityClock {
    /// Read from the system's time zone database.
    static let brussels: CityClock = {
        let file = FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Brussels")
        guard let clock = file.flatMap({ CityClock(name: "Europe/Brussels", timeZoneFile: Array($0)) }) else {
            preconditionFailure("no time zone database here")
        }
        return clock
    }()
}

extension EventTime {
    static func utc(_ text: String) -> EventTime {
        guard let time = EventTime(text + ":00Z") else { preconditionFailure("no time: \(text)") }
        return time
    }
}

@Suite struct CityClockTests {
    let clock = CityClock.brussels

    @Test(
        "a day has 24 hours, but for two nights",
        arguments: [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-24", 24), ("2026-10-25", 25)])
    func hours(day: String, hours: Int64) {
        let date = CalendarDate.on(day)
        #expect(
            clock.midnight(of: date.advanced(byDays: 1)) - clock.midnight(of: date) == .seconds(hours * 3600))
    }

    @Test(
        "tells the moment of a time on the clock's face: of a repeated hour the first, of a jumped one the jump",
        arguments: [
            ("2026-03-29", 0, "2026-03-28T23:00"), ("2026-03-29", 119, "2026-03-29T00:59"),
            ("2026-03-29", 120, "2026-03-29T01:00"), ("2026-03-29", 150, "2026-03-29T01:00"),
            ("2026-03-29", 180, "2026-03-29T01:00"), ("2026-03-29", 240, "2026-03-29T02:00"),
            ("2026-10-25", 0, "2026-10-24T22:00"), ("2026-10-25", 120, "2026-10-25T00:00"),
            ("2026-10-25", 150, "2026-10-25T00:30"), ("2026-10-25", 180, "2026-10-25T02:00"),
            ("2026-07-01", 720, "2026-07-01T10:00"),
        ])
    func time(day: String, minute: Int, utc: String) {
        #expect(clock.time(of: .on(day), second: minute * 60) == .utc(utc))
    }

    @Test(
        "shows the day and second of a moment",
        arguments: [
            ("2026-03-29T00:59", "2026-03-29", 119), ("2026-03-29T01:00", "2026-03-29", 180),
            ("2026-10-25T00:30", "2026-10-25", 150), ("2026-10-25T01:30", "2026-10-25", 150),
            ("2026-10-24T22:00", "2026-10-25", 0), ("2026-10-24T21:59", "2026-10-24", 1439),
        ])
    func moment(utc: String, day: String, minute: Int) {
        let moment = clock.moment(at: .utc(utc))
        #expect(moment.date == .on(day))
        #expect(moment.second == minute * 60)
    }

    @Test("what is no time zone file is refused, wherever it is cut")
    func damaged() throws {
        #expect(CityClock(name: "none", timeZoneFile: []) == nil)
        let file = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Brussels"))
        for length in stride(from: 0, to: file.count / 2, by: 7) {
            #expect(CityClock(name: "cut", timeZoneFile: Array(file.prefix(length))) == nil)
        }
    }
}

@Suite("The clock's rule") struct ClockRuleTests {
    let clock = CityClock.brussels

    static let brussels: [(String, Int64)] = [
        ("2050-01-15T12:00", 3600), ("2050-03-27T00:59", 3600), ("2050-03-27T01:00", 7200),
        ("2050-07-15T12:00", 7200), ("2050-10-30T00:59", 7200), ("2050-10-30T01:00", 3600),
        ("2037-12-01T12:00", 3600), ("2038-07-01T12:00", 7200), ("2400-07-01T12:00", 7200),
    ]

    @Test("holds after the last listed change", arguments: brussels)
    func offset(utc: String, offset: Int64) { #expect(clock.offset(at: .utc(utc)) == offset) }

    @Test("a file with a rule alone is a clock", arguments: brussels)
    func ruleAlone(utc: String, offset: Int64) throws {
        let clock = try #require(Self.clock("CET-1CEST,M3.5.0,M10.5.0/3"))
        #expect(clock.offset(at: .utc(utc)) == offset)
    }

    static let rules: [(String, String, Int64)] = [
        ("UTC0", "2026-07-01T00:00", 0), ("<+0330>-3:30", "2026-07-01T00:00", 12_600),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00", 39_600),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00", 36_000),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-04-04T15:59", 39_600),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-04-04T16:00", 36_000),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59", -7200),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00", -3600),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-01T00:00", 0),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T00:00", 3600),
        ("XXX0YYY,J60,J365", "2024-03-01T01:59", 0), ("XXX0YYY,J60,J365", "2024-03-01T02:00", 3600),
        ("XXX0YYY,J60,J365", "2026-03-01T02:00", 3600), ("XXX0YYY,59,364", "2024-02-29T02:00", 3600),
        ("XXX0YYY,59,364", "2026-03-01T01:59", 0),
    ]

    @Test("is read as POSIX writes it", arguments: rules)
    func posix(rule: String, utc: String, offset: Int64) {
        let rule = ClockRule(Array(rule.utf8).span)
        #expect(rule?.offset(at: EventTime.utc(utc).seconds) == offset)
    }

    @Test(
        "is refused when it is none",
        arguments: [
            "", "CET", "CE-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1x",
            "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "<CET-1", "CET-1CEST,J0,J1", "CET-200",
        ])
    func wrong(rule: String) {
        let read = ClockRule(Array(rule.utf8).span)
        #expect(read == nil)
        #expect(Self.clock(rule) == nil || rule.isEmpty)
    }

    /// A file without changes that ends with a rule.
    private static func clock(_ rule: String) -> CityClock? {
        func header(_ types: UInt8) -> [UInt8] {
            Array("TZif2".utf8) + [UInt8](repeating: 0, count: 34) + [types, 0, 0, 0, types]
        }
        let type: [UInt8] = [0, 0, 0, 0, 0, 0, 0]
        return CityClock(
            name: "rule", timeZoneFile: header(1) + type + header(1) + type + Array("\n\(rule)\n".utf8))
    }
}

@Suite("A local time") struct LocalTimeTests {
    let clock = CityClock.brussels

    private func face(_ text: String) -> Int64 { EventTime.utc(text).milliseconds * 1000 }

    static let faces: [(String, String?, String?)] = [
        ("2026-07-01T12:00", "2026-07-01T10:00", "2026-07-01T10:00"),
        ("2026-03-29T01:59", "2026-03-29T00:59", "2026-03-29T00:59"), ("2026-03-29T02:00", nil, nil),
        ("2026-03-29T02:59", nil, nil), ("2026-03-29T03:00", "2026-03-29T01:00", "2026-03-29T01:00"),
        ("2026-10-25T01:59", "2026-10-24T23:59", "2026-10-24T23:59"),
        ("2026-10-25T02:00", "2026-10-25T00:00", "2026-10-25T01:00"),
        ("2026-10-25T02:59", "2026-10-25T00:59", "2026-10-25T01:59"),
        ("2026-10-25T03:00", "2026-10-25T02:00", "2026-10-25T02:00"),
        ("2050-10-30T02:30", "2050-10-30T00:30", "2050-10-30T01:30"), ("2050-03-27T02:30", nil, nil),
    ]

    @Test("has one moment, two in the hour that comes twice, or none", arguments: faces)
    func moments(local: String, earliest: String?, latest: String?) {
        let moments = clock.instants(ofLocal: face(local) + 5)
        #expect(moments?.earliest == earliest.map { face($0) + 5 })
        #expect(moments?.latest == latest.map { face($0) + 5 })
    }

    @Test("in rows is the earliest after the row before")
    func rows() {
        let rows = ["01:45", "02:00", "02:30", "02:45", "02:00", "02:30", "02:45", "03:00", "02:15"]
        var previous: Int64?
        var told: [Int64] = []
        for row in rows {
            previous = clock.resolve(face("2026-10-25T\(row)"), after: previous)
            if let previous { told.append(previous) }
        }
        let utc = [
            "2026-10-24T23:45", "2026-10-25T00:00", "2026-10-25T00:30", "2026-10-25T00:45",
            "2026-10-25T01:00",
            "2026-10-25T01:30", "2026-10-25T01:45", "2026-10-25T02:00", "2026-10-25T00:15",
        ]
        #expect(told == utc.map(face))
        #expect(clock.resolve(face("2026-03-29T02:30"), after: nil) == nil)
    }
}
