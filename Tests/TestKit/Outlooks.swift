public import Barometer

extension Outlook {
    /// The hour ahead in quarters, as usual, until 25 minutes after it was made.
    public static func sample(
        _ zone: String = "old-market", made: EventTime = .at("14:15"), index: Int = 100,
        level: Level? = .busy, record: Record? = nil
    ) -> Outlook {
        let steps = (0..<4).map { quarter in
            let start = made + .seconds(900 * quarter)
            return Step.sample(
                Window(from: start, to: start + .seconds(900)), index: index, level: level)
        }
        return Outlook(
            zone: ZoneID(zone), made: made, validUntil: made + .seconds(1500), steps: steps,
            restOfDay: .sample(Window(from: made, to: made + .seconds(9 * 3600)), index: index, level: level),
            record: record)
    }

    public static func withheld(
        _ zone: String = "old-market", made: EventTime = .at("14:15"), reasons: [Reason]
    ) -> Outlook {
        Outlook(
            zone: ZoneID(zone), made: made, validUntil: made + .seconds(1500), steps: [], restOfDay: nil,
            record: nil, reasons: reasons)
    }
}

extension Outlook.Step {
    /// Between 20 points less and 25 points more.
    public static func sample(_ window: Window, index: Int = 100, level: Level? = .busy) -> Outlook.Step {
        Outlook.Step(
            window: window, index: Index(ratio: Double(index) / 100),
            lower: Index(ratio: Double(index - 20) / 100), upper: Index(ratio: Double(index + 25) / 100),
            peak: level.map { Reading.PeakShare(busyness: Busyness(ratio: Double(index) / 120), level: $0) })
    }
}
