import Barometer
import Footfall
import TestKit
import Testing

@testable import footfalld

@Suite("A calendar") struct CalendarFilesTests {
    private static let zones = #"""
        {"features": [{"properties": {"id": "old-market"}}, {"properties": {"id": "station"}}]}
        """#
    private static let sensors = """
        sensor,zone,from,to,replaces
        gate-1,old-market,,2026-06-01,
        gate-1b,old-market,2026-05-20,,gate-1
        gate-2,old-market,,,
        gate-3,station,,,
        """

    private static func read(_ calendar: String, events: String = "") throws -> (CityCalendar?, [Problem]) {
        let folder = try TestFolder([
            "zones.geojson": zones, "sensors.csv": sensors, "calendar.yaml": calendar, "events.csv": events,
        ])
        let (configuration, problems) = folder.read()
        return (configuration?.plan.calendar, problems)
    }

    @Test("without a file has the days that Belgium and Flanders have")
    func builtIn() throws {
        let calendar = try #require(try Self.read("").0)
        #expect(calendar.publicHolidays.contains(.on("2026-07-21")))
        #expect(!calendar.publicHolidays.contains(.on("2026-07-11")), "no legal holiday: shops are open")
        #expect(calendar.schoolHolidays.contains(.on("2026-04-06")))
        #expect(calendar.shoppingSundays.isEmpty && calendar.markets.isEmpty && calendar.breaks.isEmpty)
    }

    @Test("takes its own days, alone or beside those that are built in")
    func days() throws {
        let own = """
            public_holidays: 2026-09-28
            school_holidays:
              - 2026-10-05
              - {first: 2027-05-03, last: 2027-05-05}
            """
        let both = try #require(try Self.read(own).0)
        #expect(both.publicHolidays.isSuperset(of: [.on("2026-09-28"), .on("2026-12-25")]))
        let alone = try #require(try Self.read("belgian: false\n" + own).0)
        #expect(alone.publicHolidays == [.on("2026-09-28")])
        let closed = ["2026-10-05", "2027-05-03", "2027-05-04", "2027-05-05"]
        #expect(alone.schoolHolidays == Set(closed.map { .on($0) }))
        let schools = try #require(try Self.read("belgian: false\nflemish_schools: true").0)
        #expect(schools.schoolHolidays.contains(.on("2026-07-01")) && schools.publicHolidays.isEmpty)
    }

    @Test(
        "knows Sundays by rules, in both languages",
        arguments: [
            ("first of month", ["2026-01-04", "2026-02-01", "2026-03-01"], ["2026-01-11", "2026-01-25"]),
            ("eerste van de maand", ["2026-01-04", "2026-02-01"], ["2026-01-11"]),
            ("Last Sunday of June", ["2026-06-28", "2027-06-27"], ["2026-06-21", "2026-05-31"]),
            ("laatste zondag van juni", ["2026-06-28"], ["2026-06-21"]),
            ("all of December", ["2026-12-06", "2026-12-13", "2026-12-20", "2026-12-27"], ["2026-11-29"]),
            ("alle zondagen in december", ["2026-12-06"], ["2026-11-29"]),
            ("derde van mei", ["2026-05-17"], ["2026-05-10", "2026-05-24"]),
            ("2026-05-10", ["2026-05-10"], []),
        ])
    func sundays(rule: String, open: [String], closed: [String]) throws {
        let (calendar, problems) = try Self.read("shopping_sundays: [\(rule)]")
        #expect(problems == [])
        let sundays = try #require(calendar).shoppingSundays
        #expect(sundays.isSuperset(of: open.map { .on($0) }))
        #expect(sundays.isDisjoint(with: closed.map { .on($0) }))
        #expect(sundays.allSatisfy { $0.weekday == 6 })
    }

    @Test("knows markets of each week, with the days on which there is none, and of single dates")
    func markets() throws {
        let (calendar, problems) = try Self.read(
            """
            markets:
              - {zones: [old-market, station], weekdays: [zaterdag, Wednesday], hours: 8:00-13:30, except: 2026-12-26}
              - zones: station
                on: [2026-09-05]
                hours: 18:00 – 24:00
            """)
        #expect(problems == [])
        let weekly = CityCalendar.Market.Days.weekly([5, 2], except: [.on("2026-12-26")])
        let hours = 8 * 3600..<13 * 3600 + 1800
        #expect(
            calendar?.markets == [
                .init(zone: ZoneID("old-market"), days: weekly, hours: hours),
                .init(zone: ZoneID("station"), days: weekly, hours: hours),
                .init(
                    zone: ZoneID("station"), days: .on([.on("2026-09-05")]), hours: 18 * 3600..<86_400),
            ])
    }

    @Test("knows breaks and events, of a zone or of some of its sensors and whatever replaced them")
    func struck() throws {
        let (calendar, problems) = try Self.read(
            """
            breaks:
              - {zones: [old-market, station], from: 2026-03-09, to: 2026-03-21T06:00}
              - {zones: old-market, from: 2026-03-09, to: 2026-03-10, sensors: gate-2}
            """,
            events: """
                id,zones,sensors,start,end
                fair,old-market station,gate-1 gate-3,2026-07-01T10:00,2026-07-01T12:00
                """)
        #expect(problems == [])
        let read = try #require(calendar)
        #expect(read.breaks.map(\.zone.name) == ["old-market", "station", "old-market"])
        #expect(read.breaks[0].window.description == "2026-03-08T23:00:00Z/2026-03-21T05:00:00Z")
        #expect(read.breaks.map { $0.sensors?.map(\.name) } == [nil, nil, ["gate-2"]])
        #expect(
            read.events.map(\.sensors)
                == .init(repeating: [SensorID("gate-1"), SensorID("gate-1b"), SensorID("gate-3")], count: 2))
    }

    @Test("tells all of its mistakes at once, each with its place and a way out")
    func mistakes() throws {
        let (calendar, problems) = try Self.read(
            """
            belgian: yes
            school_holidays:
              - 2026-13-01
              - {first: 2026-05-04, last: 2026-05-03}
              - {first: 2026-05-04}
              - {first: 2026-05-04, last: 2036-05-04}
            shopping_sundays: [2026-05-09, tenth of month, first of Juna]
            markets:
              - {zones: old-markt, weekdays: saterday, hours: 8-13}
              - {weekdays: saturday, hours: 13:00-08:00, except: 2026-12-25}
              - {zones: station, hours: 08:00-24:30}
              - {zones: station, weekdays: friday, on: 2026-05-01}
              - {zone: station, on: 2026-05-01, except: 2026-05-01, hours: 08:00-09:00}
            breaks:
              - {zones: station, from: soon, sensors: [gate-9, gate-2]}
              - {zones: station, from: 2026-05-02, to: 2026-05-01}
            """)
        #expect(calendar == nil)
        let told = Check.report(problems, json: false).split(separator: "\n").map {
            String($0.replacing("calendar.yaml:", with: ""))
        }
        #expect(told == Self.told)
    }

    @Test("asks the same of the sensors of events")
    func eventMistakes() throws {
        let problems = try Self.read(
            "",
            events: """
                id,zones,sensors,start,end
                a,station,gate-4,2026-07-01T10:00,2026-07-01T12:00
                b,station,gate-2,2026-07-01T10:00,2026-07-01T12:00
                c,station old-market,gate-2,2026-07-01T10:00,2026-07-01T12:00
                """
        ).1
        #expect(
            problems.map(\.description) == [
                "events.csv:2:11: sensors: there is no sensor 'gate-4'. Perhaps gate-1 was meant.",
                "events.csv:3:11: sensors: gate-2 serves none of these zones. "
                    + "It serves old-market: add that to zones, or take the sensor out.",
                "events.csv:4:22: sensors: no sensor of station is named. Name some of it, or take the zone out.",
            ])
    }

    private static let told = """
        1:10: belgian: 'yes' is not known here. Choose true or false.
        3:5: school_holidays: '2026-13-01' is no date. Write it as 2026-07-11.
        4:31: school_holidays[1].last: the last day is before the first. Change the two.
        5:5: school_holidays[2].last: no value. Write its last day, such as 2026-11-08.
        6:31: school_holidays[3].last: 3654 days are more than a year. Correct one of the \
        two.
        7:20: shopping_sundays: 2026-05-09 is a Saturday. Write the date of a Sunday.
        7:32: shopping_sundays: 'tenth of month' is no Sunday. Write a date such as \
        2026-12-20, or a rule such as first of month, last of June or all of December.
        7:48: shopping_sundays: 'first of Juna' is no Sunday. Write a date such as \
        2026-12-20, or a rule such as first of month, last of June or all of December.
        9:13: markets[0].zones: there is no zone 'old-markt'. Perhaps old-market was meant.
        9:34: markets[0].weekdays: 'saterday' is no weekday. Perhaps Saturday was meant.
        9:51: markets[0].hours: '8-13' are no hours of a day. Write them as 08:00-13:00.
        10:5: markets[1].zones: no zone is named. Write zones: old-market.
        10:33: markets[1].hours: the market ends before it begins. Write hours of one day, \
        such as 18:00-24:00; for a night make it an event.
        10:54: markets[1].except: 2026-12-25 is a Friday, on which this market is not held. \
        Correct the date, or take it out.
        11:5: markets[2].weekdays: nobody knows when this market is. Write weekdays: \
        saturday, or on: [2026-09-05].
        11:29: markets[2].hours: '08:00-24:30' are no hours of a day. Write them as \
        08:00-13:00.
        12:5: markets[3].hours: no value. Write them as 08:00-13:00.
        12:44: markets[3].on: both weekdays and on are there. Make two markets of it.
        13:5: markets[4].zones: no zone is named. Write zones: old-market.
        13:6: markets[4].zone: unknown key. Perhaps zones was meant.
        13:45: markets[4].except: single dates need no exceptions. Take the date out of on.
        15:5: breaks[0].to: no value. Write it as 2026-03-14 or 2026-03-14T09:00.
        15:28: breaks[0].from: 'soon' is no moment. Write it as 2026-03-14 or \
        2026-03-14T09:00.
        15:44: breaks[0].sensors: there is no sensor 'gate-9'. Perhaps gate-1 was meant.
        15:52: breaks[0].sensors: gate-2 serves none of these zones. It serves old-market: \
        add that to zones, or take the sensor out.
        16:44: breaks[1].to: the break ends before it begins. Write when all is as before; \
        a date alone is the midnight with which it begins.
        26 problems, no warnings
        """.split(separator: "\n").map(String.init)
}
