/// What a counter does when it can go no further, and when a day is over.
public struct CounterRule: Hashable, Sendable {
    /// After the highest reading comes 0: one more than it, such as 4,294,967,296. `nil`: it never comes there.
    public let modulus: Double?
    /// So many people may lie around that moment at most; more is a counter that began anew.
    public let maxStep: Double
    /// The clock at whose midnight it begins anew.
    public let dailyReset: CityClock?

    public init(modulus: Double? = nil, maxStep: Double = 5000, dailyReset: CityClock? = nil) {
        self.modulus = modulus
        self.maxStep = maxStep
        self.dailyReset = dailyReset
    }

    /// How far the counter rose between two readings; `nil` when it began anew.
    func rise(from old: Double, to new: Double) -> Double? {
        if new >= old { return new - old }
        guard let modulus, old < modulus, new + modulus - old <= maxStep else { return nil }
        return new + modulus - old
    }
}
