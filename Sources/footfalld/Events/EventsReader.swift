import Barometer
import Footfall

/// Reads the section `events`, and then the calendars.
struct EventsReader {
    let folder: ConfigurationFolder
    let places: KnownPlaces
    let clock: CityClock
    let timeZones: TimeZoneFile
    private static let years = 2000...2100
    private static let keys = ["from_year", "to_year", "locations", "kinds", "score_after", "watch"]

    func read(in file: Section, zones: [ZonesFile.Zone]) -> KnownEvents {
        let section = file.section("events", keys: Self.keys)
        let first = section.integer("from_year", in: Self.years, default: 2015)
        let last = section.integer("to_year", in: first...Self.years.upperBound, default: first + 20)
        let words = EventWords(
            locations: locations(section), kinds: table("kinds", section),
            zones: zones.map { ($0.plan.id, $0.name) })
        let found = EventCalendars(
            folder: folder, places: places, words: words, clock: clock, timeZones: timeZones,
            years: first...last
        ).read()
        return KnownEvents(
            editions: found.editions, isWhole: found.isWhole,
            scoreAfter: section.duration(
                "score_after", in: .zero ... .seconds(12 * 3600), default: .seconds(1800)),
            watch: section.duration("watch", in: .zero ... .seconds(3600), default: .seconds(10)),
            words: words, years: first...last)
    }

    private func locations(_ section: Section) -> [String: ZoneID] {
        settings("locations", section).compactMapValues { places.zones([$0]).first?.id }
    }

    private func table(_ key: String, _ section: Section) -> [String: String] {
        settings(key, section).mapValues(\.text)
    }

    /// By the foreign word in small letters.
    private func settings(_ key: String, _ section: Section) -> [String: Section.Setting] {
        guard let node = section.node(key) else { return [:] }
        guard case .table(let members) = node.content else {
            section.findings.tell(
                "expected words with values", at: node.place, key: section.full(key),
                remedy: "Write one a line, such as \"Grote Markt\": old-market")
            return [:]
        }
        let found = members.compactMap { member -> (String, Section.Setting)? in
            guard case .scalar(let text) = member.value.content else { return nil }
            let path = "\(section.full(key)).\(member.key)"
            return (member.key.lowercased(), .init(text: text, place: member.value.place, key: path))
        }
        return Dictionary(found) { first, _ in first }
    }
}
