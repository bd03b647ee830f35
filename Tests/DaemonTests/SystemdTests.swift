import Barometer
import Foundation
import Glibc
import Mosquitto
import TestKit
import Testing

@testable import footfalld

@Suite("Under a service manager") struct SystemdTests {
    @Test("it is ready once its subscriptions are granted, shows that it lives, and ends quickly")
    func ready() async throws {
        let manager = try ServiceManager()
        let broker = try await Broker()
        try await broker.stop()
        let town = try Town(broker: broker.port)
        let daemon = try town.daemon(environment: manager.environment)
        try await daemon.says("connection lost")
        try await manager.hears("WATCHDOG=1")
        daemon.send(SIGHUP)
        try await daemon.says("configuration taken over")
        #expect(!manager.heard.contains("READY=1"))
        #expect(try await daemon.get("/readyz").status == 503)
        try await broker.start()
        try await manager.hears("READY=1")
        #expect(try await daemon.get("/readyz").status == 200)
        let start = ContinuousClock.now
        #expect(try await daemon.stop() == 0)
        #expect(ContinuousClock.now - start < .seconds(3))
        try await manager.hears("STOPPING=1")
    }

    @Test("of two brokers, one that grants twice does not stand for the other")
    func twoBrokers() async throws {
        let manager = try ServiceManager()
        let (first, second) = (try await Broker(), try await Broker())
        try await second.stop()
        let town = try Town()
        try town.write(
            "footfall.yaml",
            """
            city: {name: Test}
            brokers: [{host: 127.0.0.1, port: \(first.port)}, {host: 127.0.0.1, port: \(second.port)}]
            http: {port: 0}
            """)
        let daemon = try town.daemon(environment: manager.environment)
        try await daemon.ready()
        try await first.stop()
        try await first.start()
        try await daemon.says("subscriptions granted", times: 2)
        #expect(!manager.heard.contains("READY=1"))
        try await second.start()
        try await manager.hears("READY=1")
        #expect(try await daemon.stop() == 0)
    }

    @Test("it ends quickly while no broker answers")
    func noBroker() async throws {
        let town = try Town(broker: try Broker.freePort())
        let daemon = try town.daemon()
        try await daemon.says("connection lost")
        let start = ContinuousClock.now
        #expect(try await daemon.stop() == 0)
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test("it ends quickly while the broker of its readings is away")
    func deadSink() async throws {
        let broker = try await Broker()
        let dead = try Broker.freePort()
        let town = try Town(
            broker: broker.port, windows: "{idle: 1s}",
            more: """
                stores:
                  mqtt: {source: "https://data.example.org", broker: {host: 127.0.0.1, port: \(dead)}}
                """)
        let daemon = try town.daemon()
        try await daemon.ready()
        let earlier = EventTime(seconds: Int64(Date().timeIntervalSince1970) - 3600)
        let message = OutgoingMessage(
            topic: "kill/old-market-1", payload: Array(#"{"ts":"\#(earlier)","n":1}"#.utf8))
        try await Publisher(broker.endpoint("p")).publish([message])
        // By now it waits for four seconds.
        try await daemon.says("sink does not take readings", times: 3)
        let start = ContinuousClock.now
        #expect(try await daemon.stop() == 0)
        #expect(ContinuousClock.now - start < .seconds(2), "\(daemon.errors)")
    }

    @Test("a broken configuration changes nothing, a good one is taken over")
    func reload() async throws {
        let manager = try ServiceManager()
        let broker = try await Broker()
        let town = try Town(broker: broker.port)
        let daemon = try town.daemon(environment: manager.environment)
        try await daemon.ready()
        #expect(try await daemon.get("/api/v1/zones").body.contains("old-market"))
        try town.write("zones.geojson", #"{"features": [{"properties": {"id": "New Market"}}]}"#)
        daemon.send(SIGHUP)
        try await daemon.says("configuration refused, the old one stays")
        try await manager.hears("RELOADING=1")
        #expect(try await daemon.get("/api/v1/zones").body.contains("old-market"))
        try town.write("zones.geojson", #"{"features": [{"properties": {"id": "new-market"}}]}"#)
        try town.write("sensors.csv", "sensor,zone\ngate-1,new-market\n")
        daemon.send(SIGHUP)
        try await daemon.says("configuration taken over")
        #expect(try await daemon.get("/api/v1/zones").body.contains("new-market"))
        try await manager.hears("READY=1", times: 3)
        #expect(try await daemon.stop() == 0)
    }
}

/// What a daemon tells the service manager.
final class ServiceManager {
    private let path = NSTemporaryDirectory() + "notify-\(UUID().uuidString)"
    private let descriptor: Int32
    private(set) var all: [String] = []

    init() throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                unsafe bind(descriptor, raw, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(code == 0)
    }

    deinit {
        close(descriptor)
        unsafe unlink(path)
    }

    var environment: [String: String] { ["NOTIFY_SOCKET": path] }

    /// All lines so far.
    var heard: [String] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe recv(descriptor, bytes.baseAddress, bytes.count, 0)
            }
            guard count > 0 else { return all }
            all += String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: "\n").map(
                String.init)
        }
    }

    func hears(_ line: String, times: Int = 1) async throws {
        for _ in 0..<2000 {
            if heard.count(where: { $0 == line }) >= times { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("\(line) was not told \(times) times: \(all)")
    }
}
