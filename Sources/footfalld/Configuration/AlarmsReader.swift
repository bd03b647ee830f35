import Barometer
import Footfall
import Foundation
import Mosquitto
import Sinks

/// Reads what operators are called for, and how.
struct AlarmsReader {
    let folder: ConfigurationFolder
    /// `nil` when they could not be read, so that none can be wrong.
    let zones: [Plan.Zone]?
    let section: Section
    private var findings: Findings { folder.findings }
    private static let limits: [String: ClosedRange<Double>] = [
        "level": 1...4, "index": 0...300, "density": 1...1000, "rise": -300...300,
    ]
    private static let keys = ["id", "zones", "level", "index", "density", "rise", "silence", "hold"]
    private static let causes = ["level", "index", "density", "rise", "silence"]

    init(folder: ConfigurationFolder, zones: [Plan.Zone]?, file: Section) {
        self.folder = folder
        self.zones = zones
        section = file.section("alarms", keys: ["rules", "mqtt", "webhook"])
    }

    func rules() -> [Alarms.Rule] {
        guard let node = section.node("rules") else { return [] }
        guard case .list(let nodes) = node.content else {
            findings.tell(
                "expected a list of rules", at: node.place, key: section.full("rules"),
                remedy: "Begin each with - id: NAME")
            return []
        }
        var ids: Set<String> = []
        return nodes.enumerated().compactMap { index, node in
            let rule = Section(
                node, path: "alarms.rules[\(index)]", variables: nil, keys: Self.keys, at: node.place,
                findings: findings)
            return self.rule(rule, &ids)
        }
    }

    private func rule(_ rule: Section, _ ids: inout Set<String>) -> Alarms.Rule? {
        let id = id(of: rule, &ids)
        let places = places(of: rule)
        let hold = hold(rule)
        let named = Self.causes.filter { rule.node($0) != nil }
        guard let word = named.first, let cause = Alarm.Cause(rawValue: word), named.count == 1 else {
            findings.tell(
                named.isEmpty
                    ? "the rule looks at nothing" : "the rule looks at \(named.count) things at once",
                at: rule.place, key: rule.path,
                remedy: named.isEmpty
                    ? "Add \(Self.causes.choice), such as level: {raise: 4, clear: 3}"
                    : "Make a rule of each of \(named.choice.replacing(" or ", with: " and "))")
            return nil
        }
        if cause == .silence {
            let silence = rule.duration("silence", in: Self.times, default: .seconds(900))
            return make(id, places, cause, raise: 1, clear: 0, silence, hold.clear)
        }
        if cause == .density { warnOfCapacity(places, rule) }
        guard let limits = limits(word, rule) else { return nil }
        return make(id, places, cause, raise: limits.raise, clear: limits.clear, hold.raise, hold.clear)
    }

    private func make(
        _ id: AlarmRuleID?, _ places: [Int], _ cause: Alarm.Cause, raise: Double, clear: Double,
        _ raiseAfter: Duration, _ clearAfter: Duration
    ) -> Alarms.Rule? {
        id.map {
            Alarms.Rule(
                id: $0, zones: places, cause: cause, raise: raise, clear: clear, raiseAfter: raiseAfter,
                clearAfter: clearAfter)
        }
    }

    private func id(of rule: Section, _ ids: inout Set<String>) -> AlarmRuleID? {
        guard let setting = rule.setting("id") else {
            findings.tell(
                "the rule has no id", at: rule.place, key: rule.full("id"),
                remedy: "Write one that operators know it by, such as square-full")
            return nil
        }
        let id = AlarmRuleID(setting.text)
        guard id.isSlug else {
            rule.tell(
                "\(setting.text.quoted) is no id", of: setting,
                remedy: "Write 1 to 64 of a–z, 0–9 and -, such as square-full")
            return nil
        }
        guard ids.insert(id.name).inserted else {
            rule.tell("another rule is \(id) already", of: setting, remedy: "Give each an id of its own")
            return nil
        }
        return id
    }

    private func places(of rule: Section) -> [Int] {
        guard let zones else { return [] }
        guard let settings = rule.settings("zones") else { return Array(zones.indices) }
        return settings.compactMap { setting in
            let place = zones.firstIndex { $0.id.name == setting.text }
            if place == nil {
                rule.tell(
                    "there is no zone \(setting.text.quoted)", of: setting,
                    remedy: setting.text.remedy(among: zones.map(\.id.name)))
            }
            return place
        }
    }

    private func warnOfCapacity(_ places: [Int], _ rule: Section) {
        guard let zones else { return }
        let unknown = places.filter { zones[$0].capacity == nil }.map { zones[$0].id.name }
        guard let first = unknown.first else { return }
        findings.tell(
            "nobody has said how many \(first) can take", at: rule.place(of: "density"),
            key: rule.full("density"),
            remedy:
                "Add \"capacity_per_hour\" to its properties in \(ZonesFile.name), or leave it out of zones")
    }
}

// MARK: - Limits and times

extension AlarmsReader {
    private static let times = Duration.zero ... .seconds(86_400)

    private func limits(_ word: String, _ rule: Section) -> (raise: Double, clear: Double)? {
        let section = rule.section(word, keys: ["raise", "clear"])
        let range = Self.limits[word] ?? 0...0
        let settings = ["raise", "clear"].map { section.setting($0) }
        let values = settings.map { setting in setting.flatMap { number($0, in: range, section) } }
        for (key, setting) in zip(["raise", "clear"], settings) where setting == nil {
            findings.tell(
                "a limit is missing", at: section.place, key: section.full(key),
                remedy: "Write both, such as {raise: 4, clear: 3}")
        }
        guard let raise = values[0], let clear = values[1], let setting = settings[1] else { return nil }
        guard clear < raise else {
            section.tell(
                "\(clear.short) is not below \(raise.short), where it is raised", of: setting,
                remedy: "Leave room between both, so that it does not flap")
            return nil
        }
        return (raise, clear)
    }

    private func number(
        _ setting: Section.Setting, in range: ClosedRange<Double>, _ section: Section
    ) -> Double? {
        guard let number = Double(setting.text), range.contains(number) else {
            section.tell(
                "\(setting.text.quoted) is no number from \(range.lowerBound.short) to \(range.upperBound.short)",
                of: setting, remedy: "Write one")
            return nil
        }
        return number
    }

    /// One time for both ways, or one for each.
    private func hold(_ rule: Section) -> (raise: Duration, clear: Duration) {
        let usual = Duration.seconds(300)
        guard case .table = rule.node("hold")?.content else {
            let both = rule.duration("hold", in: Self.times, default: usual)
            return (both, both)
        }
        let section = rule.section("hold", keys: ["raise", "clear"])
        return (
            section.duration("raise", in: Self.times, default: usual),
            section.duration("clear", in: Self.times, default: usual)
        )
    }
}

// MARK: - Where they go

extension AlarmsReader {
    /// - Parameters:
    ///   - readings: where readings go; alarms go there too, unless told otherwise.
    ///   - first: the broker that messages come from.
    ///   - base: the publisher's address.
    func mqtt(readings: Configuration.MQTT?, first: Endpoint?, base: String?) -> Configuration.MQTT? {
        guard !section.isOff("mqtt") else { return nil }
        if section.mentions("mqtt") {
            return StoresReader(folder: folder).mqtt(
                in: section, first: first, base: base, suffix: "alarms")
        }
        var mqtt = readings
        mqtt?.endpoint.clientID += "-alarms"
        return mqtt
    }

    func webhook(_ mqtt: Configuration.MQTT?, base: String?) -> Webhook? {
        guard section.mentions("webhook"), !section.isOff("webhook") else { return nil }
        let webhook = section.section("webhook", keys: ["url", "url_file", "token_file", "source"])
        let token = webhook.setting("token_file").flatMap { secret($0, webhook) }
        guard let address = address(webhook), let origin = origin(webhook, mqtt, base) else { return nil }
        guard let made = Webhook(address: address.text, token: token, origin: origin) else {
            webhook.tell(
                "this is no address", of: address,
                remedy: "Write one with http:// or https://, such as https://desk.example.org/alarms")
            return nil
        }
        if token != nil, address.text.hasPrefix("http://"), !Self.isLoopback(address.text) {
            webhook.tell(
                "the token travels in the clear", of: address, remedy: "Use https", isWarning: true)
        }
        return made
    }

    /// The address itself, or the first line of a file, for addresses that are secret; never shown.
    private func address(_ webhook: Section) -> Section.Setting? {
        let (plain, file) = (webhook.setting("url"), webhook.setting("url_file"))
        if let plain, file != nil {
            webhook.tell("url and url_file are both there", of: plain, remedy: "Keep one")
            return nil
        }
        if let file {
            return secret(file, webhook).map { .init(text: $0, place: file.place, key: file.key) }
        }
        if plain == nil {
            findings.tell(
                "nobody is to be called", at: webhook.place, key: webhook.full("url"),
                remedy: "Write an address, such as https://desk.example.org/alarms")
        }
        return plain
    }

    private func origin(
        _ webhook: Section, _ mqtt: Configuration.MQTT?, _ base: String?
    ) -> EventOrigin? {
        guard webhook.setting("source") != nil || mqtt == nil else { return mqtt?.origin }
        return StoresReader(folder: folder).origin(in: webhook, base: base)
    }

    private func secret(_ setting: Section.Setting, _ section: Section) -> String? {
        let bytes = ConfigurationFolder.bytes(of: folder.absolute(setting.text), upTo: 1 << 16)
        let text = bytes.flatMap { String(validating: $0, as: UTF8.self) }
        let line = text.map { String($0.prefix { !$0.isNewline }).trimmed } ?? ""
        guard !line.isEmpty else {
            section.tell(
                bytes == nil
                    ? "\(setting.text) is not there or cannot be read" : "\(setting.text) holds nothing",
                of: setting, remedy: "Write it on the first line, and let the user of footfalld read it")
            return nil
        }
        return line
    }

    private static func isLoopback(_ address: String) -> Bool {
        let host = address.dropFirst("http://".count).prefix { $0 != "/" && $0 != ":" }
        return host.isLoopback
    }
}
