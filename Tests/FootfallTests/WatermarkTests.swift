import Barometer
import TestKit
import Testing

@testable import Footfall

@Suite struct WatermarkTests {
    private let windows = Plan.Windows()

    @Test("the slowest source counts, less the disorder")
    func slowest() {
        var watermark = Watermark()
        #expect(watermark.time == nil)
        watermark.tick(.at("10:05"), windows)
        watermark.hear(report(at: "10:00"), source: 0, windows)
        watermark.hear(report(at: "09:55"), source: 1, windows)
        #expect(watermark.time == .at("10:03"))
        watermark.hear(report(at: "10:05"), source: 0, windows)
        #expect(watermark.time == .at("10:03"), "it never runs back, and waits for the other")
        watermark.hear(report(at: "10:05"), source: 1, windows)
        #expect(watermark.time == .at("10:08"))
    }

    @Test("a silent source is not waited for")
    func idle() {
        var watermark = Watermark()
        watermark.tick(.at("10:05"), windows)
        watermark.hear(report(at: "09:55"), source: 1, windows)
        watermark.tick(.at("10:09"), windows)
        watermark.hear(report(at: "10:05"), source: 0, windows)
        #expect(watermark.time == .at("09:58"))
        watermark.tick(.at("10:10"), windows)
        #expect(watermark.time == .at("10:08"))
    }

    @Test("when all is silent the clock counts, and it never runs back")
    func allSilent() {
        var watermark = Watermark()
        watermark.tick(.at("10:05"), windows)
        watermark.hear(report(at: "10:00"), source: 0, windows)
        for (now, time) in [("10:09", "10:03"), ("10:10", "10:05"), ("11:00", "10:55"), ("10:30", "10:55")] {
            watermark.tick(.at(now), windows)
            #expect(watermark.time == .at(time))
        }
    }

    private func report(at start: String) -> Observation {
        Observation(
            sensor: 0, start: .at(start), seconds: 300, direction: .both, count: 1, kind: .delta, key: 0)
    }
}
