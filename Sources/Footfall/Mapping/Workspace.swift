import Barometer

/// The memory in which one message is understood; used again for the next.
struct Workspace: Sendable {
    var document = Document()
    /// A hash of the message's topic and bytes, where a rule needs one.
    private(set) var message: UInt64 = 0
    /// Counts the messages that were read.
    private(set) var delivery: UInt64 = 0
    /// What the names of a mapping stand for; places are given by its `Scope`.
    var variables: [Value] = []
    /// Values that an expression holds while it computes others.
    var stack: [Value] = []
    /// When the message came in.
    var received = EventTime(milliseconds: 0)
    var regex = RegexMemory()
    /// Where a pattern found its captures.
    var captures: [Range<Int>] = []
    /// What paths selected; who adds to its end takes it away again.
    var selected: [Selected] = []
    /// Texts that are being put together; who adds to its end takes it away again.
    var filled: [UInt8] = []
    /// What came out.
    var records: [Record] = []
    /// What a local time of the record before stood for.
    var before: LocalStart?
    /// What a local time of this record stands for, until the record is made.
    var resolved: LocalStart?
    /// What paths lead to that are the same for the whole message, once they were gone.
    var known: [Value?] = []
    /// The time of all records of a rule, once it is known to be the same for all.
    var interval: TimeRule.Interval?
    /// The key's part that all records of a rule have in common, once it is known.
    var keyBeginning: KeyHash?
    /// Steps of evaluation that are left to this message.
    private(set) var budget = Limits.steps

    /// The start of a record on a local clock, and whose it was.
    struct LocalStart: Sendable {
        let sensor: Range<Int>
        /// As the clock showed it, and the moment that it was; in microseconds.
        let face: Int64
        let start: Int64
    }

    mutating func begin(
        with constants: Document, variables count: Int, paths: Int = 0, received: EventTime
    ) {
        document.begin(with: constants)
        for index in variables.indices { variables[index] = .absent }
        while variables.count < count { variables.append(.absent) }
        for index in known.indices { known[index] = nil }
        while known.count < paths { known.append(nil) }
        self.received = received
        delivery &+= 1
        budget = Limits.steps
        selected.shrink(to: 0)
        filled.shrink(to: 0)
        records.shrink(to: 0)
        (before, resolved) = (nil, nil)
    }

    /// Knows the message again by its topic and bytes.
    mutating func recognize(topic: Span<UInt8>, payload: Span<UInt8>) {
        var hash = KeyHash()
        hash.add(topic)
        hash.add(payload)
        message = hash.value
    }

    /// Pays for work; every loop over a message's content does.
    mutating func spend(_ steps: Int = 1) throws(Refusal) {
        budget -= steps
        if budget < 0 {
            throw Refusal(code: .malformed, detail: "takes more than \(Limits.steps) steps to read")
        }
    }
}
