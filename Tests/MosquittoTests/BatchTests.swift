import Testing

@testable import Mosquitto

@Suite("A batch")
struct BatchTests {
    @Test("gives each message's parts back in place")
    func parts() throws {
        var batch = Batch()
        batch.append(topic: "a/b", payload: [1, 0, 2])
        batch.append(topic: "c", payload: [], retained: true, contentType: "text/plain")
        #expect(batch.count == 2)
        let span = batch.bytes.span
        #expect(span.extracting(batch.records[0].topic).count == 3)
        #expect(Array(batch.bytes[batch.records[0].payload]) == [1, 0, 2])
        #expect(batch.records[0].contentType == nil)
        let type = try #require(batch.records[1].contentType)
        #expect(String(decoding: batch.bytes[type], as: UTF8.self) == "text/plain")
        #expect(batch.records[1].retained && batch.records[1].payload.isEmpty)
    }

    @Test("marks what is above the limit and leaves it out")
    func oversized() {
        var batch = Batch()
        let topic: [UInt8] = [116]
        let payload = [UInt8](repeating: 7, count: 11)
        unsafe topic.withUnsafeBytes { topic in
            unsafe payload.withUnsafeBytes { payload in
                unsafe batch.append(
                    topic: topic, payload: payload, limit: 10, retained: false, firstProperty: 0)
                unsafe batch.append(
                    topic: topic, payload: payload, limit: 11, retained: false, firstProperty: 0)
            }
        }
        #expect(batch.oversized == 1)
        #expect(batch.records.map(\.oversizedBytes) == [11, nil])
        #expect(batch.records.map(\.payload.count) == [0, 11])
    }

    @Test("keeps its memory when it is cleared")
    func clear() {
        var batch = Batch()
        batch.append(topic: "t", payload: [UInt8](repeating: 1, count: 10_000))
        let capacity = batch.bytes.capacity
        batch.clear()
        #expect(batch.isEmpty && batch.bytes.isEmpty && batch.bytes.capacity == capacity)
    }
}
