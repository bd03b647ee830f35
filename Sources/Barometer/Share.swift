/// A part of a whole.
public struct Share: Hashable, Comparable, Sendable {
    /// 0...100; cut downwards, so that only the whole reads 100.
    public let hundredths: Int

    public static let none = Share(0)
    public static let whole = Share(1)

    /// Takes 0.0...1.0; what lies outside is held at the ends, what is no number reads 0.
    public init(_ part: Double) {
        // A billionth of slack, since a sum of parts may end just below the whole.
        hundredths = part.isNaN ? 0 : Int(min(max(part, 0), 1) * 100 + 1e-7)
    }

    /// 0.0...1.0.
    public var value: Double { Double(hundredths) / 100 }

    public static func < (left: Share, right: Share) -> Bool { left.hundredths < right.hundredths }
}
