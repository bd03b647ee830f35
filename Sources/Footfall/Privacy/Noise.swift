internal import Barometer

/// Chance that is none: the same for the same sensor and quarter of an hour, for whoever has the key.
///
/// A whole number `k` comes with the chance `(1 - a)/(1 + a) a^|k|`, `a = exp(-epsilon)` (method `dasta-1.0`,
/// section 10.3). It is drawn from fair coins with whole numbers alone (Canonne, Kamath and Steinke 2020), so this
/// holds exactly: no logarithm, no table, nothing rounded. The coins are bits of a keyed hash, which nobody without
/// the key can tell from thrown ones.
public struct Noise: Sendable {
    /// 32 bytes for each message, such as HMAC-SHA-256 of it under a key that stays in the house.
    public typealias KeyedHash = @Sendable (_ message: [UInt8]) -> [UInt8]

    public let epsilon: Epsilon
    /// Tells one key from another; it is not the key.
    public let keyName: [UInt8]
    private let hash: KeyedHash

    public init(epsilon: Epsilon = .one, hash: @escaping KeyedHash) {
        self.epsilon = epsilon
        self.hash = hash
        keyName = hash(Array("footfall: name of the key".utf8))
    }

    /// How much one person may show: whole hundredths, 0.1...10.
    public struct Epsilon: Hashable, Sendable, CustomStringConvertible {
        /// 10...1000.
        public let hundredths: Int

        public static let one = Epsilon(whole: 1)

        private init(whole: Int) { hundredths = whole * 100 }

        /// `nil` unless it is 10...1000.
        public init?(hundredths: Int) {
            guard (10...1000).contains(hundredths) else { return nil }
            self.hundredths = hundredths
        }

        public var value: Double { Double(hundredths) / 100 }
        public var description: String { "\(value)" }
    }

    /// - Parameters:
    ///   - start: of the quarter of an hour, or of what is counted.
    ///   - batch: 0 for the count as it was first told, then rising with each batch of late reports.
    func draw(for sensor: SensorID, at start: EventTime, batch: Int = 0) -> Int {
        var message = ByteWriter()
        message.text("footfall: noise")
        message.text(sensor.name)
        message.time(start)
        message.unsigned(UInt64(batch))
        var coins = Coins(message: message.bytes, hash: hash)
        return coins.twoSidedGeometric(epsilon.hundredths)
    }
}

extension Noise: Hashable {
    public static func == (left: Noise, right: Noise) -> Bool {
        left.epsilon == right.epsilon && left.keyName == right.keyName
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(epsilon)
        hasher.combine(keyName)
    }
}

/// Fair coins without end, the same for the same message.
private struct Coins {
    let message: [UInt8]
    let hash: Noise.KeyedHash
    private var block: [UInt8] = []
    private var used = 0
    private var blocks: UInt64 = 0

    init(message: [UInt8], hash: @escaping Noise.KeyedHash) {
        self.message = message
        self.hash = hash
    }

    /// With a chance in proportion to `exp(-hundredths/100 * |k|)`.
    mutating func twoSidedGeometric(_ hundredths: Int) -> Int {
        let (step, scale) = reduced(hundredths, 100)
        while true {
            let rest = number(below: scale)
            guard isExponential(rest, of: scale) else { continue }
            var wholes = 0
            while isExponential(1, of: 1) { wholes += 1 }
            let size = (rest + scale * wholes) / step
            let isNegative = number(below: 2) == 1
            // Zero has one sign, or it would come twice as often.
            if !isNegative || size > 0 { return isNegative ? -size : size }
        }
    }

    /// True with the chance `exp(-part/whole)`, `part` being 0...`whole`: an odd number of trials until the first miss.
    private mutating func isExponential(_ part: Int, of whole: Int) -> Bool {
        var trials = 1
        while number(below: whole * trials) < part { trials += 1 }
        return !trials.isMultiple(of: 2)
    }

    /// Each with the same chance: what would favour some is thrown again.
    private mutating func number(below limit: Int) -> Int {
        if limit == 1 { return 0 }
        let all = 1 << 32
        let fair = all - all % limit
        while true {
            let word = word()
            if word < fair { return word % limit }
        }
    }

    /// 32 coins.
    private mutating func word() -> Int {
        if used == block.count {
            var writer = ByteWriter()
            writer.word(blocks)
            block = hash(message + writer.bytes)
            (used, blocks) = (0, blocks + 1)
        }
        defer { used += 4 }
        return block[used..<used + 4].reduce(0) { $0 << 8 | Int($1) }
    }

    private func reduced(_ one: Int, _ other: Int) -> (Int, Int) {
        var (large, small) = (one, other)
        while small > 0 { (large, small) = (small, large % small) }
        return (one / large, other / large)
    }
}
