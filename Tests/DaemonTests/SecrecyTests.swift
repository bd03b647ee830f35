import Foundation
import Glibc
import Mosquitto
import TestKit
import Testing

@testable import footfalld

/// What identifies a passer-by goes no farther than the message that brought it.
@Suite("A passer-by's address") struct SecrecyTests {
    /// An address of six bytes that occurs nowhere else, in the ways in which vendors write it.
    struct Address {
        let bytes: [UInt8]

        init(_ number: Int) {
            let seed = UInt64(number &+ 1) &* 0x9E37_79B9_7F4A_7C15
            bytes = [0xA6] + (0..<5).map { UInt8(truncatingIfNeeded: seed >> (8 * UInt64($0) + 16)) }
        }

        var hex: String { bytes.map { String(format: "%02x", $0) }.joined() }
        var colons: String { bytes.map { String(format: "%02X", $0) }.joined(separator: ":") }
        var decimal: String { "\(bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })" }
        var base64: String { Data(bytes).base64EncodedString() }

        /// All byte strings that would give it away.
        var traces: [Data] {
            [hex, hex.uppercased(), colons, colons.lowercased(), decimal, base64].map { Data($0.utf8) }
                + [Data(bytes), Data(bytes.reversed())]
        }
    }

    private static let mapping = """
        name: radio
        match: { topic: "radio/{sensor}" }
        decode: [unzip, json]
        drop: [snapshot]
        where: payload.kind == 'people'
        let: { first: "$.seen[0].mac" }
        fields: { sensor: "{sensor}", count: { in: $.in, out: $.out }, kind: delta }
        time: { end: $.ts, duration: 60s }
        dedup: [sensor, time, "$.seen[0].mac"]
        """

    /// Messages that are counted, left out and refused in every way, each with addresses in it.
    private static func payloads(_ now: String) -> [String] {
        let whole = #""kind":"people","ts":"\#(now)","#
        return [
            #"{\#(whole)"in":1,"out":2,"seen":[{"mac":"%c","rssi":-70,"n":%d},{"mac":"%h"}],"snapshot":"%b"}"#,
            #"{\#(whole)"in":1,"%h":1,"seen":[{"mac":"%c"}]}"#,
            #"{\#(whole)"in":"%h","out":1,"seen":[{"mac":"%c"}]}"#,
            #"{\#(whole)"in":%d,"out":-%d,"seen":[{"mac":"%c"}]}"#,
            #"{"kind":"people","ts":"%c","in":1,"out":1,"seen":[{"mac":"%h"}]}"#,
            #"{"kind":"people","ts":%d,"in":1,"out":1,"seen":[{"mac":%d}],"list":[%d,%d]}"#,
            #"{\#(whole)"in":1,"out":1,"seen":[{"mac":{"%c":"%h"}}]}"#,
            #"{"kind":"%h","seen":[{"mac":"%c"}],"track":[[%d,1],[%d,2]]}"#,
            #"{\#(whole)"in":1,"out":2,"seen":[{"mac":"%c""#, "%h", #""%c""#, "%d", #"{"%c":"%d"}"#,
            "mac=%h;in=1", "<seen mac=\"%c\">%h</seen>", "%b", #"{\#(whole)"in":1,"out":1,"seen":"%h%b"}"#,
        ]
    }

    private static func fill(_ text: String, _ address: Address) -> [UInt8] {
        let forms = ["%c": address.colons, "%h": address.hex, "%d": address.decimal, "%b": address.base64]
        return Array(forms.reduce(text) { $0.replacingOccurrences(of: $1.key, with: $1.value) }.utf8)
    }

    @Test("reaches no file and no log, whether its message is counted or refused")
    func nowhere() async throws {
        let broker = try await Broker()
        let town = try Town(broker: broker.port, more: "log: {level: trace}")
        try town.write("mappings/radio.yaml", Self.mapping)
        try town.write(
            "footfall.yaml",
            """
            city: {name: Test}
            broker: {host: 127.0.0.1, port: \(broker.port), client_id: daemon, topics: ["#"]}
            http: {port: 0}
            log: {level: trace}
            """)
        let daemon = try town.daemon()
        try await daemon.ready()
        let publisher = Publisher(broker.endpoint("p"))
        let now = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: -90))
        let payloads = Self.payloads(now)
        let addresses = (0..<payloads.count * 2 + 1).map { Address($0) }
        var messages = payloads.enumerated().map { index, payload in
            OutgoingMessage(topic: "radio/old-market-1", payload: Self.fill(payload, addresses[index]))
        }
        messages += payloads.enumerated().map { index, payload in
            let address = addresses[payloads.count + index]
            return OutgoingMessage(topic: "unknown/\(address.hex)", payload: Self.fill(payload, address))
        }
        let raw = addresses[payloads.count * 2].bytes
        messages.append(OutgoingMessage(topic: "radio/old-market-1", payload: [0x1F, 0x8B] + raw))
        try await publisher.publish(messages)
        try await publisher.publish([OutgoingMessage(topic: "kill/the/end", payload: [])])
        try await daemon.hearsTheEnd()
        #expect(try await daemon.get("/metrics").body.contains("footfall_rejections_total"))
        #expect(try await daemon.stop() == 0)
        let written = try Self.everything(in: town) + [Data(daemon.output.utf8), Data(daemon.errors.utf8)]
        #expect(written.reduce(0) { $0 + $1.count } > 20_000)
        // The search finds what is there: the sensor's own name.
        #expect(written.contains { $0.range(of: Data("old-market-1".utf8)) != nil })
        for address in addresses {
            for trace in address.traces {
                #expect(!written.contains { $0.range(of: trace) != nil }, "\(address.hex)")
            }
        }
    }

    /// All files of the daemon.
    private static func everything(in town: Town) throws -> [Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: town.data)
        return try names.map { town.data + "/" + $0 }
            .filter {
                (try? FileManager.default.attributesOfItem(atPath: $0)[.type] as? FileAttributeType)
                    == .typeRegular
            }
            .map { try Data(contentsOf: URL(filePath: $0)) }
    }
}
