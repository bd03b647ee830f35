/// An input let go, with its reason and the way out. It is counted and kept for inspection, never silently lost.
public struct Rejection: Hashable, Sendable {
    public let code: Code
    /// What was wrong, without any value of the payload.
    public let detail: String
    /// The mapping that took the message; `nil` when none did.
    public let source: String?
    /// The topic, or the sensor's name once it is known.
    public let subject: String
    /// The message with all texts blotted out; empty when there is nothing to show.
    public let excerpt: String
    /// How many inputs went the same way.
    public let count: Int

    public init(
        code: Code, detail: String, source: String?, subject: String, excerpt: String = "", count: Int = 1
    ) {
        self.code = code
        self.detail = detail
        self.source = source
        self.subject = subject
        self.excerpt = excerpt
        self.count = count
    }

    public enum Code: String, CaseIterable, Sendable {
        case malformed
        case missingField = "missing_field"
        case badType = "bad_type"
        case badTime = "bad_time"
        case outOfRange = "out_of_range"
        case unsupported
        case lengthMismatch = "length_mismatch"
        case unmatched
        case oversized
        case clockAhead = "clock_ahead"
        case unknownSensor = "unknown_sensor"
        case notAFlow = "not_a_flow"
        case late
        case unknownAlarm = "unknown_alarm"

        /// What a mapping may say of a message.
        static let ofMappings: [Code] = [
            .malformed, .missingField, .badType, .badTime, .outOfRange, .unsupported, .lengthMismatch,
        ]

        /// What to do about it.
        public var remedy: String {
            switch self {
            case .malformed: "look at the excerpt; does the mapping's topic match another format too?"
            case .missingField: "point the mapping at a member that is always there"
            case .badType: "point the mapping at a number; text is not taken for one"
            case .badTime: "set 'time.format' of the mapping to what the device sends"
            case .outOfRange: "look at the device: a count is at least 0, an interval 1 s to 1 h"
            case .unsupported: "say in the mapping what this value means"
            case .lengthMismatch: "look at the device: lists that belong together differ in length"
            case .unmatched: "write a mapping for this topic, or subscribe to less"
            case .oversized: "raise 'ingest.max_payload' if the device is right"
            case .clockAhead: "set the device's clock; its time is ahead of ours"
            case .unknownSensor: "add the sensor to sensors.csv, for this time"
            case .notAFlow: "occupancy and radios are kept, and never added to passers-by"
            case .late: "raise 'windows.lateness' if the network is known to be slow"
            case .unknownAlarm: "acknowledge what is raised now: 'footfalld alarms' lists it"
            }
        }
    }
}
