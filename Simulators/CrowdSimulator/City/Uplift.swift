/// A market or a festival: more people than usual in one zone for a while, and somewhat more next door.
public struct Uplift: Hashable, Sendable {
    /// The place of its zone in the city, from 0.
    public let zoneIndex: Int
    /// Half-open.
    public let span: Range<Moment>
    /// 0.8 is 80 % more than there would be without.
    public let share: Double
    /// The same, for the two zones that lie beside it: the ones before and after it, in a ring.
    public let spill: Double

    /// What the usual number of people is multiplied by.
    func factor(inZone index: Int, of count: Int, at moment: Moment) -> Double {
        guard span.contains(moment) else { return 1 }
        if index == zoneIndex { return 1 + share }
        let distance = abs(index - zoneIndex)
        return distance == 1 || distance == count - 1 ? 1 + spill : 1
    }
}
