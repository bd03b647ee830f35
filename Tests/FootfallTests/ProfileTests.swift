import Barometer
import Testing

@testable import Footfall

@Suite struct ProfileTests {
    /// A Saturday.
    static let day = CalendarDate(daysSinceEpoch: EventTime(seconds: 1_773_446_400).utcDate.daysSinceEpoch)

    @Test("one slot of one day is learned to the digit")
    func step() throws {
        let day = Self.day.advanced(byDays: -5)
        #expect(day.weekday == 0)
        var profile = try known(weekday: 0, slot: 9, firstDay: day.advanced(byDays: -60))
        let expected = profile.expectation(weekday: 0).people[9]
        #expect(abs(expected - 734.595) < 5e-4)
        var people = [Double](repeating: .nan, count: 24)
        people[9] = 820
        profile.learn(people, date: day, shift: profile.shift(of: people, weekday: 0))
        #expect(abs(profile.level - 0.116487) < 5e-7)
        #expect(abs(profile.mean[9] - 6.523357) < 5e-7)
        #expect(abs(profile.variance[9] - 0.037462) < 5e-7)
        #expect(profile.count[9] == 10)
        #expect(abs(profile.mean[24 + 9] - 6.511678) < 5e-7)
        #expect(profile.mean[5 * 24 + 9] == 6.5)
    }

    @Test("what was never heard is not expected, and nothing is learned of a silent day")
    func cold() {
        var profile = Profile(slots: 24)
        #expect(profile.expectation(weekday: 3).people.allSatisfy { $0.isNaN })
        profile.learn(.init(repeating: .nan, count: 24), date: Self.day, shift: nil)
        #expect(profile.firstDay == nil)
        profile.learn(.init(repeating: 0, count: 24), date: Self.day, shift: nil)
        #expect(profile.expectation(weekday: 5).people == .init(repeating: 0, count: 24))
    }

    @Test("a public holiday learns only what it adds to a Sunday")
    func holiday() throws {
        var profile = try known(weekday: 6, slot: 9, firstDay: Self.day)
        let before = profile
        var people = [Double](repeating: .nan, count: 24)
        people[9] = 1469.69
        profile.learn(people, of: .publicHoliday)
        #expect(profile.mean[6 * 24 + 9] == before.mean[6 * 24 + 9] && profile.level == before.level)
        #expect(abs(profile.offsets[0].mean[9] - 0.6931 / 3) < 1e-3)
        #expect(
            profile.expectation(weekday: 2, kind: .publicHoliday).people[9]
                > profile.expectation(weekday: 6).people[9])
    }

    @Test("seven days of half as many are a lasting change; one day of a tenth is a fault")
    func lastingChange() {
        var profile = Profile(slots: 24)
        var day = Self.day
        func learn(_ people: Double, days: Int) {
            for _ in 0..<days {
                let row = [Double](repeating: people, count: 24)
                profile.learn(row, date: day, shift: profile.shift(of: row, weekday: day.weekday))
                day = day.advanced(byDays: 1)
            }
        }
        learn(100, days: 21)
        let before = profile
        learn(10, days: 1)
        #expect(profile.mean[0] == before.mean[0] && profile.level == before.level)
        #expect(profile.epoch == nil)
        learn(100, days: 1)
        learn(10, days: 7)
        #expect(profile.epoch == day.advanced(byDays: -1))
        #expect(abs(profile.week()[day.weekday * 24 + 12] - 10) < 2)
    }

    @Test("the spread forgets slowly and never reaches zero")
    func spread() {
        var spread = Spread(slots: 24)
        #expect(spread.deviation(weekday: 0, slot: 0) == 0.25)
        for _ in 0..<100 { spread.learn(0.1, weekday: 0, slot: 0) }
        #expect(abs(spread.deviation(weekday: 0, slot: 0) - 0.1) < 0.01)
        #expect(spread.deviation(weekday: 0, slot: 1) == 0.25)
    }

    /// The profile of the method's example, in one slot of every day of the class.
    private func known(weekday: Int, slot: Int, firstDay: CalendarDate) throws -> Profile {
        var mean = [Double](repeating: .nan, count: 168)
        for other in 0..<7 { mean[other * 24 + slot] = 6.5 }
        var (count, variance) = ([Double](repeating: 0, count: 168), mean.map { _ in Double.nan })
        count[weekday * 24 + slot] = 9
        variance[weekday * 24 + slot] = 0.04
        var writer = ByteWriter()
        writer.unsigned(24)
        for values in [mean, count, variance, []] { writer.doubles(values) }
        for _ in 0..<4 { writer.doubles(.init(repeating: 0, count: 24)) }
        writer.double(0.1)
        writer.optional(firstDay) { $0.date($1) }
        writer.bool(false)
        writer.double(0)
        var reader = ByteReader(writer.bytes)
        return try Profile(from: &reader)
    }
}
