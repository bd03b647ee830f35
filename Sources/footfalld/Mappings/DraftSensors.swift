/// What the sensor could be called by.
struct DraftSensor {
    /// Parts of the name, in order.
    var parts: [Part] = []
    var reason = ""

    enum Part {
        case capture(String)
        case field(DraftPath)
        /// A text with something of it: a CEL expression over `value`.
        case member(level: String)
    }
}

/// Looks for the names of devices, and of lines and zones of a device.
struct DraftSensors {
    let material: DraftMaterial
    /// Levels of the messages' topics.
    let topics: [[String]]
    /// Messages in which the counts are.
    let counted: Set<Int>

    /// A field that names the device, and why; the highest score.
    func device(for table: DraftPath) -> (path: DraftPath, reason: String)? {
        let usable = material.fields.keys.filter {
            table.begins(with: $0.lists) && !isTag($0, of: table) && material.isUsual($0, in: counted)
        }
        let ranked = usable.compactMap { path -> (path: DraftPath, score: Int, reason: String)? in
            let (score, reason) = score(path, table)
            return score > 3 ? (path, score, reason) : nil
        }
        return ranked.max {
            ($0.score, $1.path.steps.count, $1.path.name) < ($1.score, $0.path.steps.count, $0.path.name)
        }.map { ($0.path, $0.reason) }
    }

    /// In the same element as the counts, and one of many there.
    private func isTag(_ path: DraftPath, of table: DraftPath) -> Bool {
        path.parent == table && table.steps.filter { $0 == .each }.count > 1
    }

    private func score(_ path: DraftPath, _ table: DraftPath) -> (Int, String) {
        guard let field = material.fields[path], field.values.contains(where: { $0.value.name != nil }) else {
            return (0, "")
        }
        let words = DraftWords.split(path.name)
        let foreign: Set<String> = [
            "application", "tenant", "gateway", "join", "profile", "subscription", "agent", "session",
            "network", "message",
            "event", "correlation", "deduplication", "uplink", "type", "version", "state", "class", "ip",
            "addr", "model", "people", "person",
            "track", "metadata", "rx", "tx", "state", "status", "app", "package", "request", "context",
            "owner", "supplier",
        ]
        if words.contains(where: foreign.contains)
            || path.words.contains(
                where: ["gateway", "rx", "package", "subscription", "application"].contains)
        {
            return (0, "")
        }
        let values = Set(field.values.compactMap(\.value.name))
        guard
            !values.contains(where: {
                $0.count > 80 || DraftTimes.format(of: .text($0)) != nil && Double($0) == nil
            })
        else { return (0, "") }
        var score = Self.rank(words)
        guard score > 0 else { return (0, "") }
        let plain = Set(values.map(Self.plain))
        let isInTopic = topics.contains { $0.contains { plain.contains(Self.plain($0)) } }
        if isInTopic { score += 3 }
        // What differs in each message names the message.
        let perMessage = field.messages.count
        if words == ["id"], perMessage > 2, values.count >= perMessage, !path.steps.contains(.each),
            !isInTopic
        {
            score -= 4
        }
        if words == ["id"], path.steps.count == 1, path.steps.first != .each { score -= 2 }
        let why = "'\(path.name)' names a device" + (isInTopic ? ", and the topic holds it too" : "")
        return (score, why)
    }

    /// Upper limit 10: how surely a name is that of a device.
    private static func rank(_ words: [String]) -> Int {
        let joined = words.joined()
        let known: [String: Int] = [
            "deviceid": 10, "devid": 9, "deveui": 9, "sensorid": 9, "serialnumber": 9, "serial": 9,
            "serialno": 9,
            "sn": 8, "devicesn": 9,
            "sensor": 8, "device": 7, "deviceserial": 9, "sensorserial": 9, "counterid": 8, "cameraid": 8,
            "camera": 6, "nodeid": 7, "node": 5, "stationid": 7,
            "segmentid": 7, "locationid": 6, "siteid": 5, "macaddress": 6, "devicemac": 5, "mac": 4,
            "sensorname": 6, "devicename": 5, "id": 5, "uuid": 5,
            "unitid": 6, "deviceuid": 8, "uid": 5, "thing": 6, "thingid": 7, "apparaat": 7, "geraet": 7,
            "gerät": 7, "gerateid": 8, "capteur": 8, "zaehler": 7,
            "zähler": 6, "teller": 7, "compteur": 7, "entity": 5, "entityid": 6, "eui": 6, "hostname": 5,
            "host": 4, "counter": 5, "gate": 4,
            "seriennummer": 9, "serienummer": 9, "toestel": 7, "appareil": 7,
        ]
        if let score = known[joined] { return score }
        if words.last == "serial" || words.suffix(2) == ["serial", "number"] || words.last == "sn"
            || words.last == "eui"
        {
            return 8
        }
        if words.last == "serialnumber" || words.last == "deviceid" || words.last == "sensorid" { return 8 }
        return 0
    }

    /// Fields that tell apart the lines or zones of one device: one for each list, at most one beside the counts.
    func tags(for count: DraftCount, device: DraftPath?) -> [DraftPath] {
        let (table, form) = (count.table, count.form)
        var containers: [DraftPath] = []
        for length in 0...table.steps.count {
            containers.append(DraftPath(steps: Array(table.steps[..<length])))
        }
        if case .directed = form { containers.removeLast() }
        if case .suffixed = form { containers.removeLast() }
        var tags: [DraftPath] = []
        for container in containers {
            let isElement = container.steps.last == .each
            let names = material.scalars(of: container).filter {
                container + $0 != device && !count.fields.contains(container + $0)
                    && material.isUsual(container + $0, in: counted)
                    && material.isBeside(container + $0, count)
                    && !(material.fields[container + $0]?.values.contains {
                        DraftTimes.format(of: $0.value) != nil
                    } ?? true)
            }
            let ranked = names.map {
                ($0, Self.tagRank(DraftWords.split($0), inList: isElement && !isWhole(container)))
            }.filter { $0.1 > 0 }
            if let best = ranked.max(by: { ($0.1, $1.0) < ($1.1, $0.0) }),
                device.map({ $0.parent != container || best.1 > 5 || !isElement }) ?? true
            {
                tags.append(container + best.0)
            }
        }
        return Array(tags.suffix(2))
    }

    /// The root, or an element of it where it is now this, now that.
    private func isWhole(_ path: DraftPath) -> Bool { material.isRootEither && path.steps.count <= 1 }

    private static func tagRank(_ words: [String], inList: Bool) -> Int {
        let places: Set<String> = [
            "line", "zone", "roi", "region", "lane", "gate", "door", "entrance", "scenario", "channel",
            "area", "rule", "direction_id",
            "linie", "ligne", "lijn", "tür", "deur", "porte", "poort", "tor", "counter", "register", "port",
            "subject", "ingang", "eingang", "entree", "spur", "rijstrook", "voie", "section",
        ]
        let isPlace = words.contains(where: places.contains)
        if words.contains(
            where: [
                "count", "total", "type", "in", "out", "status", "name", "regions", "mode", "state", "f",
                "bytes",
            ].contains)
        {
            return inList && isPlace && words.last == "name" ? 3 : inList && words == ["name"] ? 2 : 0
        }
        if inList, words.last == "uuid" { return 8 }
        if isPlace, ["id", "uuid", "no", "nr", "key"].contains(words.last) { return 7 }
        if isPlace, words.count == 1 { return words == ["port"] ? 0 : 6 }
        if inList, words == ["id"] { return 6 }
        if inList, ["key", "label", "uid"].contains(words.joined()) { return 4 }
        return 0
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}

/// Topics of one group as a pattern.
struct DraftTopic {
    let pattern: String
    /// Names of captures and how likely each names the device.
    let captures: [(name: String, score: Int)]

    init(_ topics: [[String]]) {
        let counts = Set(topics.map(\.count))
        guard counts.count == 1, let first = topics.first else {
            let prefix = topics.dropFirst().reduce(topics.first ?? []) { prefix, topic in
                zip(prefix, topic).prefix { $0 == $1 }.map(\.0)
            }.prefix((counts.min() ?? 1) - 1)
            pattern = (prefix + ["{device:#}"]).joined(separator: "/")
            captures = [("device", 5)]
            return
        }
        var levels: [String] = []
        var captures: [(name: String, score: Int)] = []
        for index in first.indices {
            let values = Set(topics.map { $0[index] })
            let score = Self.score(values, isFirst: index == (first[0].isEmpty ? 1 : 0))
            guard score > 0, captures.count < 8 else {
                levels.append(first[index])
                continue
            }
            let name = "level\(index + 1)"
            captures.append((name, score))
            levels.append(Self.frame(values, name))
        }
        pattern = levels.joined(separator: "/")
        self.captures = captures
    }

    /// `Gates(12)` and `Gates(13)`: what is the same around stays.
    private static func frame(_ values: Set<String>, _ name: String) -> String {
        let all = values.sorted()
        guard let first = all.first, let open = first.firstIndex(of: "("), first.hasSuffix(")"),
            all.allSatisfy({ $0.hasPrefix(first[...open]) && $0.hasSuffix(")") })
        else { return "{\(name)}" }
        return "\(first[...open]){\(name)})"
    }

    private static let structural: Set<String> = [
        "status", "state", "event", "events", "up", "uplink", "report", "sensor", "sensors", "device",
        "devices", "counts", "count", "data",
        "attrs", "tele", "stat", "cmnd", "application", "telemetry", "number", "people", "counters", "mqtt",
        "json", "csv", "v", "notify",
    ]

    private static let common = structural.union(DraftWords.people).union(DraftWords.counting).subtracting([
        "teller"
    ])

    private static func score(_ values: Set<String>, isFirst: Bool) -> Int {
        guard let value = values.first, !values.contains("") else { return 0 }
        var score = values.count > 1 ? 4 : 0
        let words = DraftWords.split(value)
        if value.wholeMatch(of: /v?[0-9]+(\.[0-9]+)*/) != nil, value.count < 5 {
            return values.count > 1 ? 2 : 0
        }
        if words.contains(where: { Double($0) != nil }) { score += 3 }
        if value.contains("-") || value.contains("_") { score += 2 }
        if value.contains("@") { score -= 2 }
        if value.count >= 25 { score -= 2 }
        if isFirst { score -= words.contains(where: { Double($0) != nil }) && !value.contains("-") ? 3 : 1 }
        if value.contains(":") && value.count > 20 { score -= 4 }
        if words.allSatisfy(structural.contains) || words.allSatisfy(Self.common.contains) { score -= 4 }
        return max(score, 0)
    }
}
