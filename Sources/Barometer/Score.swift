/// A standard score: how many times its own noise an effect is.
public struct Score: Hashable, Comparable, Sendable {
    /// Tenths: -100...100.
    public let tenths: Int

    /// Held within -10...10, half away from zero to one decimal; what is no number reads 0.
    public init(_ z: Double) {
        tenths = z.isNaN ? 0 : Int((min(max(z, -10), 10) * 10).rounded())
    }

    public var value: Double { Double(tenths) / 10 }

    public static func < (left: Score, right: Score) -> Bool { left.tenths < right.tenths }
}
