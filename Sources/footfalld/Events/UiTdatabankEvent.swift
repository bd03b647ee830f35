import Barometer
import Footfall

/// The part of an UiTdatabank event that is read.
struct UiTdatabankEvent: Decodable {
    let id: String
    let calendarType: CalendarType
    private let mainLanguage: String?
    private let name: [String: String]
    private let terms: [Term]
    private let startDate: String?
    private let endDate: String?
    private let status: Status?
    private let subEvent: [Part]?
    private let openingHours: [Hours]?
    private let location: Location
    private let workflowStatus: String?

    private enum CodingKeys: String, CodingKey {
        case id = "@id"
        case calendarType, mainLanguage, name, terms, startDate, endDate, status, subEvent, openingHours
        case location, workflowStatus
    }

    enum CalendarType: String, Decodable {
        case single, multiple, periodic, permanent
    }

    private struct Term: Decodable {
        let id: String
        let label: String?
        let domain: String?
    }

    private struct Status: Decodable {
        let type: String
        var isOn: Bool { type == "Available" }
    }

    private struct Part: Decodable {
        let startDate: String
        let endDate: String
        let status: Status?
    }

    fileprivate struct Hours: Decodable {
        let opens: String
        let closes: String
        let dayOfWeek: [String]
    }

    private struct Location: Decodable {
        let id: String?
        let name: [String: String]?
        let address: [String: Address]?

        enum CodingKeys: String, CodingKey {
            case id = "@id"
            case name, address
        }

        struct Address: Decodable {
            let postalCode: String?
        }
    }

    var title: Words {
        let own = mainLanguage.flatMap { name[$0] } ?? name.sorted { $0.key < $1.key }.first?.value ?? id
        return Words(nl: name["nl"] ?? own, en: name["en"] ?? own)
    }

    /// What is said of the place, the most exact first.
    var places: [String] {
        [location.id].compactMap { $0 }
            + (location.name ?? [:]).sorted { $0.key < $1.key }.map(\.value)
            + (location.address ?? [:]).sorted { $0.key < $1.key }.compactMap(\.value.postalCode)
    }

    var kinds: [String] {
        terms.filter { $0.domain == "eventtype" }.flatMap { [$0.id, $0.label].compactMap { $0 } }
    }

    /// When it is on; empty for what is cancelled, a draft, or always on.
    func windows(_ clock: CityClock, years: ClosedRange<Int>) -> [Window] {
        let isDropped = ["DRAFT", "REJECTED", "DELETED"].contains(workflowStatus)
        guard !isDropped, status?.isOn ?? true else { return [] }
        let windows: [Window]
        switch calendarType {
        case .permanent: windows = []
        case .single: windows = [Window(startDate, endDate)].compactMap { $0 }
        case .multiple:
            windows = (subEvent ?? []).filter { $0.status?.isOn ?? true }
                .compactMap { Window($0.startDate, $0.endDate) }
        case .periodic: windows = days(clock)
        }
        return windows.filter { years.contains(clock.date(at: $0.start).components.year) }
    }

    /// Of a period: its opening hours, day by day; without any, its days as a whole.
    private func days(_ clock: CityClock) -> [Window] {
        guard let period = Window(startDate, endDate) else { return [] }
        let first = clock.date(at: period.start).daysSinceEpoch
        let last = clock.date(at: period.end).daysSinceEpoch
        let all = (first...min(last, first + 4_000)).map(CalendarDate.init(daysSinceEpoch:))
        guard let openingHours, !openingHours.isEmpty else { return all.map(clock.day) }
        return all.flatMap { date in
            openingHours.filter { $0.dayOfWeek.contains(Self.weekdays[date.weekday]) }
                .compactMap { $0.window(on: date, clock) }
        }
    }

    private static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
}

extension UiTdatabankEvent.Hours {
    /// What closes at or before it opens closes the day after.
    fileprivate func window(on date: CalendarDate, _ clock: CityClock) -> Window? {
        guard let opens = Self.seconds(opens), let closes = Self.seconds(closes) else { return nil }
        let end = closes > opens ? date : date.advanced(byDays: 1)
        return Window(from: clock.time(of: date, second: opens), to: clock.time(of: end, second: closes))
    }

    private static func seconds(_ text: String) -> Int? {
        guard let match = text.wholeMatch(of: #/(\d\d):(\d\d)/#), let hour = Int(match.1),
            let minute = Int(match.2), hour < 24, minute < 60
        else { return nil }
        return hour * 3600 + minute * 60
    }
}

extension Window {
    fileprivate init?(_ start: String?, _ end: String?) {
        guard let start = start.flatMap({ EventTime($0) }), let end = end.flatMap({ EventTime($0) }),
            start < end
        else { return nil }
        self.init(from: start, to: end)
    }
}
