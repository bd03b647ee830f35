import Barometer
import Foundation
import Testing

@Suite("What is told of an event beside its impacts") struct ImpactEncodingTests {
    private static let window = Window(
        from: EventTime(milliseconds: 1_773_482_400_000), to: EventTime(milliseconds: 1_773_500_400_000))

    /// - Parameter percent: above or below what was expected; bounds and score follow.
    private static func estimate(_ percent: Int) -> ImpactDetail.Estimate {
        ImpactDetail.Estimate(
            uplift: Uplift(ratio: Double(percent) / 100), lower: .lower(ratio: Double(percent) / 100 - 0.07),
            upper: .upper(ratio: Double(percent) / 100 + 0.13), score: Score(Double(percent) / 9),
            size: Impact.Size.allCases[(percent + 100) % Impact.Size.allCases.count])
    }

    private static let bare = ImpactDetail(
        event: EventID("fair-2026"), window: window, whole: nil, affected: nil, footprint: nil,
        spillOver: nil,
        rings: [], displaced: nil, net: nil,
        basis: .init(historyDays: 3, controls: 0, isHoliday: true, hasOverlap: true, coverage: Share(0.29)),
        reasons: [.tooLittleHistory, .sensors(.init(2, of: 3))])

    private static func full(_ percent: Int) -> ImpactDetail {
        ImpactDetail(
            event: EventID("fair-2026"), window: window, whole: estimate(percent), affected: window,
            footprint: Share(0.07), spillOver: Uplift(ratio: Double(percent) / 200),
            rings: [
                .init(distance: 1, zones: [ZoneID("quay"), ZoneID("station")], estimate: estimate(-3)),
                .init(distance: 2, zones: [], estimate: nil),
            ], displaced: Share(0.35), net: estimate(percent / 2),
            basis: .init(
                historyDays: 71, controls: 12, isHoliday: false, hasOverlap: false, coverage: .whole),
            reasons: [])
    }

    @Test("is the same after writing and reading", arguments: -100...400)
    func roundTrip(percent: Int) throws {
        for detail in [Self.bare, Self.full(percent)] {
            let bytes = try JSONEncoder().encode(detail)
            #expect(try JSONDecoder().decode(ImpactDetail.self, from: bytes) == detail)
        }
        let series = SeriesImpact(
            series: EventSeriesID("fairs"), editions: [EventID("a"), EventID("b")],
            estimate: Self.estimate(percent), heterogeneity: Share(Double(percent + 100) / 500))
        let bytes = try JSONEncoder().encode(series)
        #expect(try JSONDecoder().decode(SeriesImpact.self, from: bytes) == series)
    }

    @Test("leaves out what is not known")
    func members() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(Self.bare), as: UTF8.self)
        #expect(
            text
                == #"{"basis":{"completeness":0.29,"controls":0,"history_days":3,"holiday":true,"overlap":true},"#
                + #""event":"fair-2026","from":"2026-03-14T10:00:00Z","method":"event-impact/1.0.0","#
                + #""reason":[{"code":"too_little_history"},{"code":"sensors","of":3,"ok":2}],"#
                + #""to":"2026-03-14T15:00:00Z"}"#)
    }
}
