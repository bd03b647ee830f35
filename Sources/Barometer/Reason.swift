/// Why a reading is as it is, or why there is none.
public enum Reason: Hashable, Sendable {
    /// No baseline yet, or not for this hour of the week.
    case coldStart
    /// Nothing, or too little, was heard from the zone's sensors.
    case noData
    /// Some sensors were not heard; the numbers say how many of how many devices were.
    case sensors(Present)
    /// Fewer people are usual here and now than a crowd to hide in.
    case tooFewPassersBy
    /// Too few sensors watch this zone to speak of it.
    case tooFewSensors
    /// Compared with a Sunday and earlier public holidays.
    case publicHoliday
    /// Compared with a Sunday and earlier Sundays on which shops were open.
    case shoppingSunday
    /// The schools are closed; the comparison is with ordinary days.
    case schoolHoliday
    /// A market is held; a weekly one is part of what is usual.
    case marketDay
    /// A known event is on; the comparison is with days without.
    case event
    /// The city has said that these days are no guide, such as during works.
    case declaredBreak
    /// A sensor counts differently since less than two weeks, or is a new one.
    case sensorChanged
    /// Fewer days without event, like this one, are known than a score can rest on.
    case tooLittleHistory
    /// Too little of the event's hours was measured.
    case lowCoverage
    /// Another event was on at the same sensors; the effect is that of both.
    case overlap
    /// One zone of a few is withheld, so the sum of the others would tell of it.
    case groupWithheld
    /// A part of an event of several days could not be told.
    case partOfDays

    /// The word in JSON and tables, of `a`–`z`, `0`–`9` and `_`.
    public var code: String {
        switch self {
        case .coldStart: "cold_start"
        case .noData: "no_data"
        case .sensors: "sensors"
        case .tooFewPassersBy: "too_few_passers_by"
        case .tooFewSensors: "too_few_sensors"
        case .publicHoliday: "public_holiday"
        case .shoppingSunday: "shopping_sunday"
        case .schoolHoliday: "school_holiday"
        case .marketDay: "market_day"
        case .event: "event"
        case .declaredBreak: "declared_break"
        case .sensorChanged: "sensor_changed"
        case .tooLittleHistory: "too_little_history"
        case .lowCoverage: "low_coverage"
        case .overlap: "overlap"
        case .groupWithheld: "group_withheld"
        case .partOfDays: "part_of_days"
        }
    }

    /// The reason of a code; `nil` if there is none.
    ///
    /// - Parameter present: taken by the one reason that speaks of devices.
    public init?(code: String, present: Present) {
        let known: [Reason] = [
            .coldStart, .noData, .sensors(present), .tooFewPassersBy, .tooFewSensors, .publicHoliday,
            .shoppingSunday, .schoolHoliday, .marketDay, .event, .declaredBreak, .sensorChanged,
            .tooLittleHistory, .lowCoverage, .overlap, .groupWithheld, .partOfDays,
        ]
        guard let reason = known.first(where: { $0.code == code }) else { return nil }
        self = reason
    }

    /// How many of a zone's devices were heard. Devices, never people, and never more than 99.
    public struct Present: Hashable, Sendable {
        public let ok: Int
        public let of: Int

        public init(_ ok: Int, of all: Int) {
            of = min(max(all, 0), 99)
            self.ok = min(max(ok, 0), of)
        }
    }
}

extension Reason: Codable {
    private enum Key: String, CodingKey { case code, ok, of }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let code = try container.decode(String.self, forKey: .code)
        let present = Present(
            try container.decodeIfPresent(Int.self, forKey: .ok) ?? 0,
            of: try container.decodeIfPresent(Int.self, forKey: .of) ?? 0)
        guard let reason = Reason(code: code, present: present) else {
            throw DecodingError.dataCorruptedError(
                forKey: .code, in: container, debugDescription: "unknown reason '\(code)'")
        }
        self = reason
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(code, forKey: .code)
        if case .sensors(let present) = self {
            try container.encode(present.ok, forKey: .ok)
            try container.encode(present.of, forKey: .of)
        }
    }
}
