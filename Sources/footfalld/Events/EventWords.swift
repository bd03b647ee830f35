import Barometer
import Footfall

/// How the words of a foreign calendar are understood: which place is which zone, and which category which kind.
struct EventWords {
    /// By the place as the calendar writes it, in small letters.
    let locations: [String: ZoneID]
    /// By the category as the calendar writes it, in small letters.
    let kinds: [String: String]
    let zones: [(id: ZoneID, name: Words)]

    /// Of what a calendar says of the place, the first that is known: an id, a listed place, or a zone's name.
    func zones(of words: [String]) -> [ZoneID] {
        for word in words {
            let found = word.split(whereSeparator: { $0 == "," || $0 == " " }).map { ZoneID(String($0)) }
            if !found.isEmpty, found.allSatisfy({ id in zones.contains { $0.id == id } }) { return found }
            if let zone = zone(of: word.trimmed.lowercased()) { return [zone] }
        }
        return []
    }

    private func zone(of place: String) -> ZoneID? {
        locations[place]
            ?? zones.first { [$0.name.nl.lowercased(), $0.name.en.lowercased()].contains(place) }?.id
    }

    /// `event` when nothing is said.
    func kind(of categories: [String]) -> String {
        let known = categories.compactMap { kinds[$0.trimmed.lowercased()] }.first
        return known ?? categories.map(\.slug).first { !$0.isEmpty } ?? "event"
    }
}
