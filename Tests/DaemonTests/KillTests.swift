import Barometer
import Footfall
import Foundation
import Mosquitto
import Synchronization
import TestKit
import Testing
import Vault

@testable import footfalld

@Suite("The daemon is killed", .serialized) struct KillTests {
    static let isSoak = ProcessInfo.processInfo.environment["SOAK"] != nil

    @Test("nothing is lost, nothing counts twice, and the readings are those of an undisturbed run")
    func kills() async throws {
        let size = Self.isSoak ? Traffic.Size(sensors: 80, hours: 23) : Traffic.Size(sensors: 30, hours: 5)
        let leastKills = Self.isSoak ? 20 : 4
        let broker = try await Broker()
        let traffic = Traffic(size, now: EventTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))
        let calm = try await traffic.town(broker, "calm")
        let wild = try traffic.twin(of: calm, broker, "wild")
        let steady = try calm.daemon()
        let first = try wild.daemon()
        try await steady.ready()
        try await first.ready()

        let publisher = Publisher(broker.endpoint("p"))
        let flow = Flow()
        async let kills = Self.kill(first, in: wild, atLeast: leastKills, while: flow, seed: 7)
        let pause = Self.isSoak ? 30 : 40
        for chunk in traffic.messages.chunks(of: Self.isSoak ? 100 : 60) {
            try await publisher.publish(chunk)
            try await Task.sleep(for: .milliseconds(pause))
        }
        flow.end()
        let (last, count) = try await kills
        try await publisher.publish([OutgoingMessage(topic: "kill/the/end", payload: [])])
        try await last.hearsTheEnd()
        try await steady.hearsTheEnd()
        #expect(try await last.stop() == 0)
        #expect(try await steady.stop() == 0)
        await publisher.close()

        for town in [calm, wild] {
            let heard = try town.journalled(source: "kill")
            let lost = traffic.keys.subtracting(heard.keys).count
            let twice = heard.values.count { $0 > 1 }
            if town === wild {
                print("\(traffic.messages.count) messages, \(count) kills, \(lost) lost, \(twice) twice")
            }
            #expect(lost == 0)
            #expect(twice == 0)
            #expect(heard.count == traffic.messages.count)
        }
        let (undisturbed, disturbed) = try (calm.readings(), wild.readings())
        #expect(undisturbed.count > size.hours * 4 && undisturbed.contains { $0.contains("final") })
        #expect(disturbed == undisturbed)
        #expect(count >= leastKills)
    }

    /// Kills at random moments, also while it starts.
    private static func kill(
        _ first: DaemonProcess, in town: Town, atLeast least: Int, while flow: Flow,
        seed: UInt64
    ) async throws -> (DaemonProcess, Int) {
        var random = Chance(seed: seed)
        var daemon = first
        var count = 0
        while count < least || flow.lasts {
            try await Task.sleep(for: .milliseconds(Int.random(in: 50...1500, using: &random)))
            daemon.send(SIGKILL)
            #expect(try await daemon.ended() == 1009)
            daemon = try town.daemon()
            count += 1
            if !count.isMultiple(of: 3) { try await daemon.ready() }
        }
        try await daemon.ready()
        return (daemon, count)
    }
}

/// Whether messages still come.
private final class Flow: Sendable {
    private let state = Atomic(true)

    var lasts: Bool { state.load(ordering: .relaxed) }

    func end() { state.store(false, ordering: .relaxed) }
}
