import Footfall
import Foundation

/// A first mapping for messages that nobody knows: guesses, each marked as such.
struct Draft {
    /// The file, with comments.
    let text: String
    /// What could not be guessed, for people.
    let doubts: [String]
    /// Whether the file compiles.
    let isGood: Bool

    init(_ messages: [SampleMessage], name: String) {
        let groups = DraftGroup.groups(of: messages)
        var doubts: [String] = []
        let cases = groups.compactMap { group -> [String]? in
            let writer = DraftWriter(group)
            doubts += writer.doubts
            return writer.lines
        }
        var lines = [
            "# A draft from \(messages.count) messages. What follows '# guess:' is not known: look at the manual, and at the device.",
            "name: \(DraftWriter.quoted(name))",
        ]
        if cases.isEmpty { doubts.append("nothing in these messages looks like a number of people") }
        if cases.count == 1 {
            lines += cases[0]
        } else if !cases.isEmpty {
            lines.append("cases:")
            for item in cases {
                for (index, line) in item.enumerated() { lines.append((index == 0 ? "  - " : "    ") + line) }
            }
        }
        // A name out of a message must not begin a line of its own.
        text = lines.map { $0.filter { !$0.isNewline } }.joined(separator: "\n") + "\n"
        self.doubts = doubts
        isGood = !cases.isEmpty && Self.compiles(text)
    }

    static func compiles(_ text: String) -> Bool {
        mapping(text) != nil
    }

    static func mapping(_ text: String) -> Mapping? {
        let environment = ProcessInfo.processInfo.environment
        guard let node = try? YAMLFile(name: "draft.yaml").read(text) else { return nil }
        return Mapping.compile(node, host: .daemon(city: nil, zones: TimeZoneFile(environment: environment)))
            .0
    }
}

/// Messages that one case could read.
struct DraftGroup {
    var topics: [[String]]
    let decoding: DraftDecoding
    var isZipped: Bool
    var trees: [DraftTree]

    /// By payload and by what counts in it; topics with nothing to count are left out.
    static func groups(of messages: [SampleMessage]) -> [DraftGroup] {
        var byTopic: [String: DraftGroup] = [:]
        var order: [String] = []
        for message in messages {
            let payload = DraftPayload(message.payload)
            if payload.decoding == .empty { continue }
            let topic = String(decoding: message.topic, as: UTF8.self)
            let key = "\(topic)|\(payload.decoding)"
            if byTopic[key] == nil {
                order.append(key)
                byTopic[key] = DraftGroup(topics: [], decoding: payload.decoding, isZipped: false, trees: [])
            }
            byTopic[key]?.topics.append(topic.components(separatedBy: "/"))
            byTopic[key]?.trees.append(payload.tree)
            if payload.isZipped { byTopic[key]?.isZipped = true }
        }
        let all = order.compactMap { byTopic[$0] }.filter(\.isCounting)
        let jsonTopics = Set(all.filter { $0.decoding != .binary && $0.decoding != .text }.flatMap(\.topics))
        let kept = all.filter { group in
            (group.decoding != .binary && group.decoding != .text)
                || !group.topics.allSatisfy(jsonTopics.contains)
        }
        return merged(kept)
    }

    /// What has the same decoding, and topics that look alike.
    private static func merged(_ groups: [DraftGroup]) -> [DraftGroup] {
        var merged: [DraftGroup] = []
        for group in groups {
            let index = merged.firstIndex { other in
                other.decoding == group.decoding && isAlike(other.topics[0], group.topics[0])
            }
            if let index {
                merged[index].topics += group.topics
                merged[index].trees += group.trees
            } else {
                merged.append(group)
            }
        }
        return merged
    }

    /// One level differs, or the number of levels behind the same beginning.
    private static func isAlike(_ left: [String], _ right: [String]) -> Bool {
        let same = zip(left, right).filter { $0 == $1 }.count
        if left.count == right.count { return left.count - same <= 1 || same >= 1 && left.count - same <= 2 }
        return left.first == right.first && left.last != right.last
    }

    private var isCounting: Bool {
        switch decoding {
        case .empty: return false
        case .senml, .binary: return true
        case .text:
            let words = topics[0].flatMap(DraftWords.split)
            let isCount = words.contains {
                DraftWords.people.contains($0)
                    || DraftWords.counting.subtracting(DraftWords.weak).contains($0)
                    || DraftWords.present.contains($0)
            }
            let isWay = DraftWords.way(of: topics[0].last ?? "") != nil
            return trees.contains { $0.number != nil } && (isCount || isWay) && !words.contains("distance")
        case .json, .csv, .xml, .pairs, .assignments:
            let material = DraftMaterial(trees)
            return !DraftCounts(material: material).find().isEmpty || DraftBinary.field(material) != nil
                || DraftEvents.isLike(material)
        }
    }
}

/// Raw bytes of a device inside of a network's message.
enum DraftBinary {
    /// A field with base64 that holds no text.
    static func field(_ material: DraftMaterial) -> DraftPath? {
        material.fields.keys.filter { path in
            let words = DraftWords.split(path.name)
            let texts = material.fields[path]?.texts ?? []
            let isNamed = words.contains { ["data", "payload", "raw", "frm", "bytes"].contains($0) }
            return isNamed && !texts.isEmpty
                && texts.filter { $0.count % 4 == 0 && Data(base64Encoded: $0) != nil }.count * 2
                    > texts.count
        }.min { ($0.steps.count, $0.name) < ($1.steps.count, $1.name) }
    }
}

/// Messages that are one crossing each.
enum DraftEvents {
    static func isLike(_ material: DraftMaterial) -> Bool {
        let names = (material.tables[DraftPath()] ?? []).flatMap(DraftWords.split)
        return names.contains { ["event", "crossing", "passage", "doorgang", "durchgang"].contains($0) }
            && names.contains { DraftWords.people.contains($0) }
    }
}
