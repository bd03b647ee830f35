import Barometer
import TestKit
import Testing

@testable import Footfall

@Suite struct PipelineCounterTests {
    private func counter(_ reading: Double, _ clock: String) -> Told {
        .from("gate-1", counting: reading, at: clock, lasting: 0, kind: .cumulative)
    }

    @Test("a counter's differences are people, and a lower reading began anew")
    func differences() {
        var house = House(.house(["old-market": ["gate-1"]]))
        let actions = house.hear(
            counter(1000, "10:00"), counter(1010, "10:05"), counter(1030, "10:10"), counter(7, "10:15"),
            counter(7, "10:15"), counter(5, "10:12"), counter(9, "10:20"), counter(9, "10:25"))
        #expect(actions.tallies(of: 900).last?.count == 37)
        #expect(actions.tallies(of: 300).map(\.count).suffix(4) == [10, 20, 7, 2])
        #expect(actions.rejections.isEmpty)
    }

    @Test("a counter that was silent for long keeps what it learned")
    func longSilence() {
        var house = House(.house(["old-market": ["gate-1"]]))
        _ = house.hear(counter(0, "09:55"), counter(0, "10:00"), counter(10, "10:05"))
        let actions = house.hear(counter(400, "10:50"), counter(410, "10:55"), counter(420, "11:00"))
        #expect(actions.rejections.map(\.code) == [.outOfRange])
        #expect(house.pipeline.state.sensors[0].slotSeconds == 900)
        let more = house.hear(counter(430, "11:05"), counter(440, "11:10"), counter(450, "11:20"))
        #expect(more.tallies(of: 300).last?.count == 10)
    }
}
