import Barometer
import Footfall

/// The zones and sensors that a calendar may speak of.
struct KnownPlaces {
    /// `nil` when the zones could not be read, so that none can be wrong.
    let zones: [Plan.Zone]?
    /// `nil` when the sensors could not be read.
    let sensors: [Plan.Sensor]?
    let findings: Findings

    typealias Word = Section.Setting

    /// The zones of a table with the key `zones`, which must be there.
    func zones(_ section: Section) -> [Plan.Zone] {
        let words = section.settings("zones") ?? []
        if words.isEmpty, section.node("zones")?.isBlank ?? true {
            findings.tell(
                "no zone is named", at: section.place(of: "zones"), key: section.full("zones"),
                remedy: "Write zones: \(zones?.first?.id.name ?? "old-market")")
        }
        return self.zones(words)
    }

    func zones(_ words: [Word]) -> [Plan.Zone] {
        guard let zones else { return [] }
        return words.compactMap { word in
            if let zone = zones.first(where: { $0.id.name == word.text }) { return zone }
            findings.tell(
                "there is no zone \(word.text.quoted)", at: word.place, key: word.key,
                remedy: word.text.remedy(among: zones.map(\.id.name)))
            return nil
        }
    }

    /// What is struck in each zone: just the sensors that are named, or all of it.
    ///
    /// A sensor stands for its site: whatever replaced it, or it replaced, is struck as well.
    func struck(zones found: [Plan.Zone], sensors words: [Word]) -> [(zone: ZoneID, sensors: Set<SensorID>?)]
    {
        guard !words.isEmpty, let sensors else { return found.map { ($0.id, nil) } }
        let areAllKnown = words.map { isKnown($0, in: found, sensors) }.allSatisfy { $0 }
        return found.map { zone in
            let named = Set(words.map { SensorID($0.text) }).intersection(posts(in: zone, sensors).map(\.id))
            if named.isEmpty, areAllKnown {
                findings.tell(
                    "no sensor of \(zone.id) is named", at: words[0].place, key: words[0].key,
                    remedy: "Name some of it, or take the zone out")
            }
            return (zone.id, sites(of: named, posts(in: zone, sensors)))
        }
    }

    private func isKnown(_ word: Word, in found: [Plan.Zone], _ sensors: [Plan.Sensor]) -> Bool {
        let serving = sensors.filter { $0.id.name == word.text }
        if serving.isEmpty {
            findings.tell(
                "there is no sensor \(word.text.quoted)", at: word.place, key: word.key,
                remedy: word.text.remedy(among: Set(sensors.map(\.id.name)).sorted()))
            return false
        }
        let names = serving.compactMap { zones?[$0.zone].id }
        if found.isEmpty || names.contains(where: { name in found.contains { $0.id == name } }) {
            return true
        }
        findings.tell(
            "\(word.text) serves none of these zones", at: word.place, key: word.key,
            remedy:
                "It serves \(Set(names.map(\.name)).sorted().choice): add that to zones, or take the sensor out"
        )
        return false
    }

    private func posts(in zone: Plan.Zone, _ sensors: [Plan.Sensor]) -> [Plan.Sensor] {
        sensors.filter { zones?[$0.zone].id == zone.id }
    }

    private func sites(of named: Set<SensorID>, _ posts: [Plan.Sensor]) -> Set<SensorID> {
        var site = named
        while true {
            let more = posts.flatMap { post -> [SensorID] in
                guard let old = post.replaces, site.contains(post.id) || site.contains(old) else { return [] }
                return [post.id, old]
            }
            if site.isSuperset(of: more) { return site }
            site.formUnion(more)
        }
    }
}

extension Node {
    /// Whether nothing is written there.
    fileprivate var isBlank: Bool { content == .scalar("") || content == .list([]) }
}
