/// Wakes one listener; rings that nobody waits for are one ring.
struct Bell: Sendable {
    let rings: AsyncStream<Void>
    private let rope: AsyncStream<Void>.Continuation

    init() {
        (rings, rope) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ring() { rope.yield() }

    /// Rings again and again, until the task is cancelled.
    func ring(every interval: Duration) async {
        while (try? await Task.sleep(for: interval)) != nil { ring() }
    }
}
