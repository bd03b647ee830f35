import Barometer
import CSimdjson
import Foundation

@testable import Footfall

/// One message by one mapping, again and again.
struct Reading {
    let mapping: Mapping
    let topic: [UInt8]
    let payload: [UInt8]
    var workspace = Workspace()
    let envelope = Envelope()

    init?(_ tree: String, topic: String, payload: [UInt8]) {
        guard let node = Tree.node(tree), let mapping = Mapping.compile(node).0 else { return nil }
        (self.mapping, self.topic, self.payload) = (mapping, Array(topic.utf8), payload)
    }

    /// How many records it gives; -1 if it is refused.
    @inline(never) mutating func read() -> Int {
        let (mapping, topic, payload) = (mapping, topic, payload)
        do {
            _ = try mapping.read(
                envelope, topic: topic.span, payload: payload.span,
                received: EventTime(seconds: 1_773_479_705), &workspace)
            return workspace.records.count
        } catch {
            return -1
        }
    }
}

func report(_ what: String, _ cost: Cost, to own: Cost) {
    let ratio = String(format: "%.2f", cost.nanoseconds / own.nanoseconds)
    let nanoseconds = String(format: "%7.0f", cost.nanoseconds)
    let allocations = String(format: "%6.2f", cost.allocations)
    print("  \(what) \(nanoseconds) ns  \(allocations) allocations  x \(ratio)")
}

func compare(
    _ name: String, _ reading: Reading?, records: Int, times: Int, codable: (JSONDecoder, Data) -> Int64,
    simd: (UnsafePointer<CChar>, Int) -> Int64
) {
    if let only, !name.hasPrefix(only) { return }
    guard var reading, reading.read() == records else {
        print("\(name): the mapping does not give \(records) records")
        exit(1)
    }
    print("\(name), \(reading.payload.count) bytes, \(records) records; a message costs")
    let own = Cost.of(times) { _ = reading.read() }
    report("the mapping, whole          ", own, to: own)
    let (decoder, data) = (JSONDecoder(), Data(reading.payload))
    report("JSONDecoder and the time    ", Cost.of(times / 20) { _ = codable(decoder, data) }, to: own)
    let text = reading.payload.map { CChar(bitPattern: $0) }
    report("simdjson, the fields alone  ", Cost.of(times) { _ = simd(text, text.count) }, to: own)
}

// For a profile of one of them: its first word.
let only = CommandLine.arguments.dropFirst(2).first
let times = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000
compare(
    "gate",
    Reading(Payloads.gateMapping, topic: "acme/station/west/count", payload: Payloads.gate),
    records: 2, times: times, codable: Codables.gate, simd: { simd_gate($0, $1) })
compare(
    "The Things Stack",
    Reading(
        Payloads.stackMapping, topic: "v3/city@ttn/devices/vs133-grote-markt/up", payload: Payloads.stack),
    records: 4, times: times, codable: Codables.stack, simd: { simd_stack($0, $1) })
