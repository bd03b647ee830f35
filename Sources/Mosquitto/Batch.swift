/// Messages as they came off the wire, in order: all bytes in one array, and one small record for each message.
///
/// Look at a message in place with `batch.bytes.span.extracting(record.payload)`. The subscriber fills the same
/// memory again after the commit, so whoever keeps a batch pays for a new one.
public struct Batch: Sendable {
    public private(set) var bytes: [UInt8] = []
    public private(set) var records: [Record] = []
    /// What the records' `userProperties` point into. Empty unless a sender uses them.
    public private(set) var userProperties: [UserProperty] = []
    /// How many records are only the mark of a message above the payload limit.
    public private(set) var oversized = 0

    public init() {}

    public var count: Int { records.count }
    public var isEmpty: Bool { records.isEmpty }

    /// One message: ranges are positions in the batch's `bytes`.
    public struct Record: Hashable, Sendable {
        fileprivate let topicStart: UInt32
        fileprivate let payloadStart: UInt32
        fileprivate let typeStart: UInt32
        fileprivate var end: UInt32
        fileprivate let firstProperty: UInt32
        fileprivate let endProperty: UInt32
        fileprivate let lostBytes: UInt32
        fileprivate var marks: UInt8

        fileprivate static let retained: UInt8 = 1
        fileprivate static let typed: UInt8 = 2
        fileprivate static let oversized: UInt8 = 4

        public var topic: Range<Int> { Int(topicStart)..<Int(payloadStart) }
        /// Empty if the message was above the limit.
        public var payload: Range<Int> { Int(payloadStart)..<Int(typeStart) }
        /// Whether this is the broker's last known message, not a new one.
        public var retained: Bool { marks & Record.retained != 0 }
        /// `nil` if the sender gave none.
        public var contentType: Range<Int>? {
            marks & Record.typed == 0 ? nil : Int(typeStart)..<Int(end)
        }
        /// The payload's size if it was above the limit and therefore left out; otherwise `nil`.
        public var oversizedBytes: Int? { marks & Record.oversized == 0 ? nil : Int(lostBytes) }
        /// Positions in the batch's `userProperties`.
        public var userProperties: Range<Int> { Int(firstProperty)..<Int(endProperty) }
    }

    /// A name and a value that the sender attached; ranges are positions in the batch's `bytes`.
    public struct UserProperty: Hashable, Sendable {
        public let name: Range<Int>
        public let value: Range<Int>
    }
}

extension Batch {
    /// Adds a message as if it had been received: for replays and tests.
    public mutating func append(
        topic: String, payload: [UInt8], retained: Bool = false, contentType: String? = nil
    ) {
        let firstProperty = userProperties.count
        let contentBytes = contentType.map { Array($0.utf8) }
        unsafe Array(topic.utf8).withUnsafeBytes { topic in
            unsafe payload.withUnsafeBytes { payload in
                unsafe append(
                    topic: topic, payload: payload, limit: .max, retained: retained,
                    firstProperty: firstProperty)
            }
        }
        if let contentBytes { unsafe contentBytes.withUnsafeBytes { unsafe endWith(contentType: $0) } }
    }

    /// Copies a message that the library lends. A payload above `limit` bytes is left out and only marked.
    ///
    /// - Parameter firstProperty: the count of user properties before this message's own were appended.
    mutating func append(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, limit: Int, retained: Bool,
        firstProperty: Int
    ) {
        let isOversized = payload.count > limit
        let topicStart = bytes.count
        unsafe bytes.append(contentsOf: topic)
        let payloadStart = bytes.count
        if isOversized { oversized += 1 } else { unsafe bytes.append(contentsOf: payload) }
        let end = UInt32(bytes.count)
        records.append(
            Record(
                topicStart: UInt32(topicStart), payloadStart: UInt32(payloadStart), typeStart: end, end: end,
                firstProperty: UInt32(firstProperty), endProperty: UInt32(userProperties.count),
                lostBytes: isOversized ? UInt32(payload.count) : 0,
                marks: (retained ? Record.retained : 0) | (isOversized ? Record.oversized : 0)))
    }

    /// Gives the message that was appended last its content type.
    mutating func endWith(contentType: UnsafeRawBufferPointer) {
        guard !records.isEmpty else { return }
        unsafe bytes.append(contentsOf: contentType)
        records[records.count - 1].end = UInt32(bytes.count)
        records[records.count - 1].marks |= Record.typed
    }

    /// To be called before the message that it belongs to is appended.
    mutating func append(propertyName name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        let start = bytes.count
        unsafe bytes.append(contentsOf: name)
        let middle = bytes.count
        unsafe bytes.append(contentsOf: value)
        userProperties.append(UserProperty(name: start..<middle, value: middle..<bytes.count))
    }

    /// Forgets the messages and keeps the memory.
    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
        userProperties.removeAll(keepingCapacity: true)
        oversized = 0
    }
}
