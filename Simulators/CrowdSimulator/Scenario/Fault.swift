/// Something that goes wrong with sensors, known to the simulation and not to who reads their messages.
public struct Fault: Hashable, Sendable {
    /// What goes wrong, and how much of it.
    public enum Kind: Hashable, Sendable {
        /// Counts nothing and says nothing.
        case dead
        /// Goes on reporting, but counts nobody.
        case stuck
        /// Goes on reporting, the same number each way whoever passes.
        case stuckAt(count: Int)
        /// Sends that share of its messages twice.
        case duplicates(share: Double)
        /// Messages leave up to that many seconds late, and so overtake each other.
        case shuffled(seconds: Int)
        /// The totals of a counter start again from nought.
        case resets
        /// The totals of a counter are told without what stands above that number: they start from nought each
        /// time that they reach it.
        case rollsOver(at: Int)
        /// Off, and when it is back it sends its last thirty reports again, all at once.
        case reboots
        /// In is told as out, and out as in.
        case swapped
        /// Counts ever more, or less: by that share at the end.
        case drifts(share: Double)
        /// Counts in another unit: so many times as much.
        case counts(times: Double)
        /// The device's clock starts again at 1970.
        case clockResets
        /// The gateway keeps the messages, and sends them all when it is back, sixty times as fast.
        case gatewayDown
        /// The device's clock is ahead, or behind when negative.
        case skewed(seconds: Int)
        /// That share of the payloads cannot be read.
        case malformed(share: Double)

        /// As in the column `fault` of the truth.
        public var name: String {
            switch self {
            case .dead: "dead"
            case .stuck: "stuck"
            case .stuckAt: "stuck-at"
            case .duplicates: "duplicate"
            case .shuffled: "shuffled"
            case .resets: "reset"
            case .rollsOver: "rollover"
            case .reboots: "reboot"
            case .swapped: "swapped"
            case .drifts: "drift"
            case .counts: "unit"
            case .clockResets: "clock-reset"
            case .gatewayDown: "gateway-down"
            case .skewed: "skewed"
            case .malformed: "malformed"
            }
        }
    }

    public let kind: Kind
    /// Numbers of sensors.
    public let sensors: ClosedRange<Int>
    /// Half-open; of ``Kind/resets`` only its start counts.
    public let span: Range<Moment>
}
