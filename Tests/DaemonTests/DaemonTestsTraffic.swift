import Barometer
import Footfall
import Foundation
import GRDB
import Mosquitto
import TestKit
import Testing
import Vault

/// Two weeks of history up to some hours ago, and a message a minute of each sensor since.
///
/// Two zones; the second is too small to be told of. The daemon waits for the history's source until just after its
/// end, so that the messages are in time.
struct Traffic {
    struct Size {
        let sensors: Int
        let hours: Int
    }

    let size: Size
    let begin: EventTime
    private let now: EventTime
    let messages: [OutgoingMessage]
    /// Sensor and end of each message.
    let keys: Set<String>
    let live: [String]

    init(_ size: Size, now: EventTime) {
        self.size = size
        self.now = now
        begin = EventTime(seconds: now.seconds / 900 * 900 - Int64(size.hours) * 3600)
        let names = Self.names(size)
        var (messages, keys, live): ([OutgoingMessage], Set<String>, [String]) = ([], [], [])
        for minute in 0..<size.hours * 60 {
            for (index, name) in names.enumerated() {
                let start = begin + .seconds(minute * 60)
                let end = start + .seconds(60)
                let count = Self.count(index, start)
                messages.append(
                    OutgoingMessage(
                        topic: "kill/\(name)", payload: Array(#"{"ts":"\#(end)","n":\#(count)}"#.utf8)))
                keys.insert("\(name) \(end)")
                live.append("\(name),\(start),60,\(count)\n")
            }
        }
        (self.messages, self.keys, self.live) = (messages, keys, live)
    }

    private static func names(_ size: Size) -> [String] {
        (1...size.sensors - 2).map { "old-market-\($0)" } + ["alley-1", "alley-2"]
    }

    /// Nobody in particular, with a wave over the day and a hash over it.
    private static func count(_ index: Int, _ start: EventTime) -> Int {
        let hash = (UInt64(start.seconds / 60) &* 31 &+ UInt64(index)) &* 0x9E37_79B9_7F4A_7C15 >> 60
        let hour = Int(start.seconds / 3600 % 24)
        return index % 5 + hour + Int(hash) % 7
    }

    static let header = "sensor,time,duration_s,count\n"

    /// Quarters of an hour, without what each sensor's own hash leaves out.
    var history: String {
        let start = begin - .seconds(14 * 86_400)
        var text = Self.header
        for quarter in 0..<14 * 96 {
            let time = start + .seconds(quarter * 900)
            for (index, name) in Self.names(size).enumerated() {
                text += "\(name),\(time),900,\(Self.count(index, time) * 12)\n"
            }
        }
        return text
    }

    private var windows: String {
        let idle = now.seconds - begin.seconds - 450
        return "{lengths: [1m, 15m, 1d], idle: \(idle)s}"
    }

    private func empty(_ broker: Broker, _ client: String) throws -> Town {
        try Town(
            zones: ["old-market": size.sensors - 2, "alley": 2], broker: broker.port, client: client,
            windows: windows)
    }

    /// With history, taken in and kept in a checkpoint.
    ///
    /// - Parameter hidesAlley: whether one of its two zones is not public.
    func town(_ broker: Broker, _ client: String, hidesAlley: Bool = false) async throws -> Town {
        let town = try empty(broker, client)
        if hidesAlley {
            let zones = [#"{"id": "old-market"}"#, #"{"id": "alley", "public": false}"#]
            let features = zones.map { "{\"properties\": \($0)}" }.joined(separator: ", ")
            try town.write("zones.geojson", "{\"features\": [\(features)]}")
        }
        let file = try town.file("history.csv", history)
        let load = try DaemonProcess(["import", "--config", town.config, "--data", town.data, file])
        try #require(try await load.ended(within: .seconds(300)) == 0, "\(load.errors)")
        let daemon = try town.daemon()
        try await daemon.ready()
        try #require(try await daemon.stop() == 0, "\(daemon.errors)")
        return town
    }

    /// The same under another name at the broker.
    func twin(of town: Town, _ broker: Broker, _ client: String) throws -> Town {
        let twin = try empty(broker, client)
        try FileManager.default.copyItem(atPath: town.data, toPath: twin.data)
        return twin
    }
}

extension Town {
    /// How often each sensor and end is in the journal.
    func journalled(source: String) throws -> [String: Int] {
        let journal = try Journal(in: DataFolder(path: data))
        let roster = try journal.roster()
        var (position, heard): (Int64, [String: Int]) = (0, [:])
        while true {
            let entries = try journal.entries(after: position, limit: 1000)
            guard let last = entries.last else { break }
            position = last.position
            for case .observation(let seen) in entries.flatMap(\.inputs) {
                let entry = roster.entries[Int(seen.sensor)]
                if entry.source == source { heard["\(entry.sensor.name) \(seen.end)", default: 0] += 1 }
            }
        }
        try journal.close()
        return heard
    }

    /// The closed windows as they stand, without what says when and how often they were told.
    func readings() throws -> [String] {
        let file = try DatabaseQueue(path: data + "/readings.sqlite")
        return try file.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT "from", "to", zone, value, deviation, busyness, level, confidence, completeness,
                    status, reasons, valid_until, method
                    FROM readings_utc WHERE status <> 'provisional' ORDER BY "to", zone
                    """
            ).map(\.description)
        }
    }
}

extension DaemonProcess {
    /// Waits until it has committed the message that no mapping takes; what came before it is committed then, too.
    func hearsTheEnd() async throws {
        for _ in 0..<600 {
            if try await get("/metrics").body.contains(#"code="unmatched""#) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("the end was not heard: \(errors)")
    }
}

extension Array {
    func chunks(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}

extension Broker {
    func endpoint(_ client: String) -> Endpoint {
        Endpoint(host: "127.0.0.1", port: port, clientID: client)
    }
}
