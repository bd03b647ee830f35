import Barometer
import TestKit
import Testing

@testable import Footfall

/// The life of one alarm, minute by minute.
@Suite("An alarm") struct AlarmWatchTests {
    /// Raised at 150, cleared at 120, five minutes each way.
    private static let rule = Alarms.Rule(
        id: .init("full"), zones: [0], cause: .index, raise: 150, clear: 120, raiseAfter: .seconds(300),
        clearAfter: .seconds(300))

    /// What was told, as minute and word, when a value is seen every minute; `-` is nothing seen.
    private func told(_ values: String) -> String {
        var watch = AlarmWatch()
        return values.split(separator: " ").enumerated().compactMap { minute, value in
            let time = EventTime.at("10:00") + .seconds(60 * minute)
            let news =
                value == "!"
                ? watch.acknowledge(at: time).news : watch.see(Double(value), at: time, Self.rule)
            return news.map { "\(minute) \($0.word)" }
        }.joined(separator: ", ")
    }

    static let lives: [(values: String, told: String)] = [
        ("100 140 149 100", ""),
        ("150 160 150 155 150 150", "5 raised"),
        ("150 150 150 150 150 149 150", ""),
        ("150 150 150 150 150 150 121 130 145 100", "5 raised"),
        ("150 150 150 150 150 150 120 100 100 100 100 120", "5 raised, 11 cleared"),
        ("150 150 150 150 150 150 120 100 100 121 100 100 100 100 120 100", "5 raised, 15 cleared"),
        // Around the limit: once, and no more.
        ("150 150 150 150 150 150 145 155 145 155 145 155 145 155 145 155", "5 raised"),
        // Around both limits, faster than the hold time.
        ("100 150 100 150 100 150 100 150 100 150 100 150", ""),
        ("150 150 150 150 150 150 100 150 100 150 100 150 100 150", "5 raised"),
        // Nothing seen raises nothing, clears nothing, and is said once.
        ("- - - - - - - -", ""),
        ("150 150 150 - 150 150 150", ""),
        ("150 150 150 150 150 150 - - - - - - - - -", "5 raised, 11 raised blind"),
        ("150 150 150 150 150 150 100 100 - 100 100 100 100 100", "5 raised"),
        ("150 150 150 150 150 150 - - - - - - 150 -", "5 raised, 11 raised blind, 12 raised"),
        (
            "150 150 150 150 150 150 - - - - - - 100 100 100 100 100 100",
            """
            5 raised, 11 raised blind, 12 raised, 17 cleared
            """
        ),
        // Seen by a person.
        ("! 150 150 150 ! 150 150 ! ! 150", "6 raised, 7 acknowledged"),
        ("150 150 150 150 150 150 100 ! 100 100 100 100", "5 raised, 7 acknowledged, 11 cleared"),
        ("150 150 150 150 150 150 - ! - - - - -", "5 raised, 7 acknowledged, 11 acknowledged blind"),
        (
            "150 150 150 150 150 150 ! 100 100 100 100 100 100 ! 150 150 150 150 150 150",
            """
            5 raised, 6 acknowledged, 12 cleared, 19 raised
            """
        ),
    ]

    @Test("goes through its life", arguments: lives)
    func life(values: String, told: String) {
        #expect(self.told(values) == told)
    }

    @Test("without hold times is raised and cleared at once")
    func atOnce() {
        let rule = Alarms.Rule(
            id: .init("full"), zones: [0], cause: .index, raise: 150, clear: 120, raiseAfter: .zero,
            clearAfter: .zero)
        var watch = AlarmWatch()
        #expect(watch.see(150, at: .at("10:00"), rule)?.word == "raised")
        #expect(watch.see(120, at: .at("10:01"), rule)?.word == "cleared")
    }

    @Test("an acknowledgement of what is not raised is refused, a second one is known")
    func acknowledgement() {
        var watch = AlarmWatch()
        #expect(watch.acknowledge(at: .at("10:00")) == .refused)
        for minute in 0...5 { _ = watch.see(200, at: .at("10:0\(minute)"), Self.rule) }
        #expect(watch.acknowledge(at: .at("10:06")).news?.word == "acknowledged")
        #expect(watch.acknowledge(at: .at("10:07")) == .known)
    }
}

extension AlarmWatch.Acknowledgement {
    fileprivate var news: AlarmWatch.News? {
        if case .news(let news) = self { news } else { nil }
    }
}

extension AlarmWatch.News {
    fileprivate var word: String {
        switch self {
        case .changed(let call):
            (call.isAcknowledged ? "acknowledged" : "raised") + (call.isBlind ? " blind" : "")
        case .cleared: "cleared"
        }
    }
}
