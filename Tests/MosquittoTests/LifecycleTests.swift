import Testing

@testable import Mosquitto

@Suite("The life cycle of a subscriber")
struct LifecycleTests {
    let backoff = Backoff(base: .seconds(1))

    @Test("goes from the first attempt over all grants to service")
    func goodDay() {
        var lifecycle = Lifecycle.down(failures: 0)
        #expect(lifecycle.start() == .connect(after: .zero))
        #expect(lifecycle.accepted(filters: 2) == .subscribe)
        #expect(lifecycle.granted() == .carryOn)
        #expect(lifecycle.granted() == .serve)
        #expect(lifecycle == .serving(failures: 0))
        #expect(lifecycle.stop() == .end)
    }

    @Test("waits twice as long each time, at most 64 times the base")
    func waits() {
        var lifecycle = Lifecycle.connecting(failures: 0)
        let steps = (0..<9).map { _ in lifecycle.lost(backoff, jitter: 1) }
        #expect(
            steps
                == [1, 2, 4, 8, 16, 32, 64, 64, 64].map { .connect(after: .seconds($0)) })
    }

    @Test("jitter takes off at most half", arguments: [(0.0, 2), (0.5, 3), (1.0, 4)])
    func jitter(chance: Double, seconds: Int) {
        #expect(backoff.delay(failures: 2, jitter: chance) == .seconds(seconds))
    }

    @Test("forgets failures only when it has proven itself")
    func proof() {
        var lifecycle = Lifecycle.connecting(failures: 3)
        _ = lifecycle.accepted(filters: 1)
        lifecycle.proven()
        #expect(lifecycle.granted() == .serve)
        #expect(lifecycle == .serving(failures: 3))
        lifecycle.proven()
        #expect(lifecycle.lost(backoff, jitter: 1) == .connect(after: .seconds(1)))
    }

    @Test("nothing wakes it once it is stopped")
    func stopped() {
        var lifecycle = Lifecycle.down(failures: 0)
        _ = lifecycle.stop()
        #expect(lifecycle.start() == .end)
        #expect(lifecycle.accepted(filters: 1) == .end)
        #expect(lifecycle.granted() == .end)
        #expect(lifecycle.lost(backoff, jitter: 0) == .end)
    }

    @Test("what comes at the wrong time changes nothing")
    func wrongTime() {
        var lifecycle = Lifecycle.serving(failures: 1)
        #expect(lifecycle.start() == .carryOn)
        #expect(lifecycle.accepted(filters: 3) == .carryOn)
        #expect(lifecycle.granted() == .carryOn)
        #expect(lifecycle == .serving(failures: 1))
    }
}
