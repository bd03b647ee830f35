import CrowdSimulator
import Foundation
import Testing

/// Reads the payloads with Foundation, by what the vendors' manuals would say.
@Suite("A payload") struct FormatTests {
    private struct Minute: Decodable {
        let ts: String
        let `in`: Int
        let out: Int
    }

    private struct Totals: Decodable {
        let ts: String
        let total_in: Int
        let total_out: Int
    }

    private struct Report: Decodable {
        struct Device: Decodable { let serial: String }
        struct Period: Decodable { let start: String }
        struct Lines: Decodable {
            struct Main: Decodable {
                let `in`: Int
                let out: Int
            }
            let main: Main
        }
        let device: Device
        let period: Period
        let lines: Lines
    }

    private struct Total: Decodable {
        let id: String
        let from: Int64
        let seconds: Int
        let people: Int
    }

    @Test("says in JSON what its observations say")
    func agreement() throws {
        let messages = try Scenario.town("gate-12 format hourglass-hour").messages.prefix(6000)
        #expect(Set(messages.map { $0.topic.prefix { $0 != "/" } }).count == 3)
        for message in messages {
            #expect(try observations(in: message) == message.observations)
        }
    }

    @Test("is of each make's own topic and rhythm")
    func topics() throws {
        let messages = try Scenario.town().messages
        func count(_ topic: String) -> Int { messages.count { $0.topic == topic } }
        #expect(count("acme/grote-markt/gate-1/count") == 2 * 1440)
        #expect(count("telepoort/grote-markt/report") == 2 * 288)
        #expect(count("hourglass/hg-3/total") == 2 * 96)
        #expect(count("acme/grote-markt/gate-4/counter") == 2 * 1440 + 1)
    }

    @Test("keeps its form when it is written as a line")
    func recordLine() throws {
        struct Line: Decodable {
            let topic: String
            let payload: String
            let received_at: String
        }
        for message in try Scenario.town("00:00 day 1 gate-1 malformed 100% for 3h").messages.prefix(500) {
            let line = try JSONDecoder().decode(Line.self, from: Data(message.recordLine.utf8))
            #expect(line.topic == message.topic)
            #expect(line.payload == message.payload)
            #expect(Moment(line.received_at) == message.sent)
        }
    }

    private func observations(in message: SimulatedMessage) throws -> [Observation] {
        let data = Data(message.payload.utf8)
        let levels = message.topic.split(separator: "/").map(String.init)
        func two(_ sensor: String, _ time: Moment, _ seconds: Int, _ counts: (Int, Int)) -> [Observation] {
            let kind: Observation.Kind = seconds == 0 ? .cumulative : .delta
            return [(.inwards, counts.0), (.outwards, counts.1)].map { direction, count in
                Observation(
                    sensor: sensor, time: time, seconds: seconds, direction: direction, count: count,
                    kind: kind)
            }
        }
        switch (levels[0], levels.last) {
        case ("acme", "count"):
            let read = try JSONDecoder().decode(Minute.self, from: data)
            let start = try #require(Moment(read.ts)).later(seconds: -60)
            return two("\(levels[1])/\(levels[2])", start, 60, (read.in, read.out))
        case ("acme", _):
            let read = try JSONDecoder().decode(Totals.self, from: data)
            let time = try #require(Moment(read.ts))
            return two("\(levels[1])/\(levels[2])", time, 0, (read.total_in, read.total_out))
        case ("telepoort", _):
            let read = try JSONDecoder().decode(Report.self, from: data)
            let start = try #require(Moment(read.period.start))
            let counts = (read.lines.main.in, read.lines.main.out)
            return two("\(levels[1])/\(read.device.serial)", start, 300, counts)
        default:
            let read = try JSONDecoder().decode(Total.self, from: data)
            let start = Moment(seconds: read.from)
            return [
                Observation(
                    sensor: read.id, time: start, seconds: read.seconds, direction: .both,
                    count: read.people)
            ]
        }
    }
}
