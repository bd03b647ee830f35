import CIcal

/// An iCalendar file (RFC 5545), read by libical.
public struct CalendarFile: Sendable {
    public let entries: [CalendarEntry]
    public let problems: [CalendarProblem]
    private let clocks: CalendarClocks

    /// How far recurring events are followed.
    public struct Horizon: Hashable, Sendable {
        /// Years, both inclusive: what starts outside is passed over.
        public let years: ClosedRange<Int>
        /// Of one event; more is a problem.
        public let occurrences: Int

        public init(years: ClosedRange<Int>, occurrences: Int = 10_000) {
            self.years = years
            self.occurrences = occurrences
        }
    }

    /// An event that cannot be read as a whole is a problem; none is read by half.
    public init(_ text: String, horizon: Horizon) {
        guard let tree = CalendarTree(text) else {
            entries = []
            problems = [CalendarProblem(uid: nil, problem: "this is no iCalendar file")]
            clocks = CalendarClocks(nil)
            return
        }
        var (entries, problems): ([CalendarEntry], [CalendarProblem]) = ([], [])
        for event in tree.events() {
            do throws(CalendarProblem) {
                entries.append(try CalendarEntry(event, horizon: horizon))
            } catch {
                problems.append(error)
            }
        }
        self.entries = entries
        self.problems = problems
        clocks = CalendarClocks(tree)
    }

    /// Seconds since 1970, by a clock that the file itself describes; `nil` when it does not.
    public func seconds(at moment: CalendarMoment) -> Int64? { clocks.seconds(at: moment) }
}
