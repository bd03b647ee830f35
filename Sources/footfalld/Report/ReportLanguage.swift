import ArgumentParser
import Barometer
import Footfall

/// The language of a report: words, numbers and dates.
enum ReportLanguage: String, CaseIterable, ExpressibleByArgument, Sendable {
    case nl, en

    func callAsFunction(_ dutch: String, _ english: String) -> String { self == .nl ? dutch : english }

    func callAsFunction(_ words: Words) -> String { self(words.nl, words.en) }

    /// `85 %`, in English `85%`.
    func percent(_ number: Int) -> String { self("\(number)\u{a0}%", "\(number)%") }

    /// `+85 %`, `−20 %`, `0 %`; the scale ends at `>+1000 %`.
    func signed(_ uplift: Uplift) -> String {
        let number = uplift.percent
        let sign = number >= 1000 ? ">+" : number > 0 ? "+" : number < 0 ? "−" : ""
        return sign + percent(abs(number))
    }

    /// With one digit after the point: `2,4`, in English `2.4`.
    func decimal(_ number: Double) -> String {
        let text = abs(number).text(1)
        return (number < 0 && text != "0.0" ? "−" : "")
            + (self == .nl ? text.replacing(".", with: ",") : text)
    }

    /// `12.345`, in English `12,345`.
    func whole(_ number: Double) -> String {
        let digits = String(abs(number).text(0).reversed())
        let groups = stride(from: 0, to: digits.count, by: 3).map { digits.dropFirst($0).prefix(3) }
        let text = String(groups.joined(separator: self(".", ",")).reversed())
        return (number < -0.5 ? "−" : "") + text
    }

    /// `Grote Markt, Bruul en Station`
    func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + self(" en ", " and ") + last
    }

    /// How many, in letters up to twelve.
    func count(_ number: Int) -> String {
        let dutch = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf".split(separator: " ")
        let english = "zero one two three four five six seven eight nine ten eleven twelve".split(
            separator: " ")
        guard dutch.indices.contains(number) else { return "\(number)" }
        return self(String(dutch[number]), String(english[number]))
    }

    func weekday(_ date: CalendarDate) -> String {
        let dutch = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
        let english = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        return self(dutch[date.weekday], english[date.weekday])
    }

    /// `22 februari 2014`
    func date(_ date: CalendarDate) -> String {
        let dutch = [
            "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
            "oktober", "november", "december",
        ]
        let english = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ]
        let (year, month, day) = date.components
        return "\(day) \(self(dutch[month - 1], english[month - 1])) \(year)"
    }

    /// `zaterdag 22 februari 2014`
    func day(_ date: CalendarDate) -> String { "\(weekday(date)) \(self.date(date))" }

    /// When something was on, by the clock on the town hall.
    func period(_ window: Window, _ clock: CityClock) -> String {
        let face = ClockFace(clock)
        let first = clock.date(at: window.start)
        let last = clock.date(at: window.end - .milliseconds(1))
        let end = clock.date(at: window.end) == last ? face.time(window.end) : "24:00"
        if first == last { return "\(day(first)), \(face.time(window.start))–\(end)" }
        let until = window.length > .seconds(86_400) ? day(last) : weekday(last)
        return "\(day(first)) \(face.time(window.start)) \(self("tot", "to")) \(until) \(end)"
    }
}
