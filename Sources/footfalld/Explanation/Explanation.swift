import Barometer
import Footfall
import Foundation
import Vault

/// One account as a page of text, for the owner of the counts.
struct Explanation {
    private let kept: KeptAccount
    private let versions: [KeptAccount]
    private let face: ClockFace
    private var account: Account { kept.account }

    init(_ kept: KeptAccount, versions: [KeptAccount], clock: CityClock) {
        self.kept = kept
        self.versions = versions
        face = ClockFace(clock)
    }

    var text: String {
        let sections = [
            heading, said, counted, index, busyness, trust, history,
            ["In short"] + Sentence(account, face).text.wrapped(to: 76).map { "  " + $0 },
        ]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
            + "\n"
    }

    private var heading: [String] {
        let window = account.reading.window
        return [
            "\(account.reading.zone), \(face.day(window.start)), \(face.time(window.start)) to "
                + "\(face.time(window.end)) (\(face.clock.name))",
            "Version \(kept.version), \(kept.status), published at \(face.time(kept.created)), "
                + "good until \(face.time(account.reading.validUntil)).",
        ]
    }

    private var said: [String] {
        var table = TextTable()
        if let told = account.reading.measurement {
            if let peak = told.peak {
                table.add(
                    "busyness", "\(peak.busyness.percent) %",
                    "of the usual peak: level \(peak.level.rawValue), \(peak.level.label.en)")
            }
            table.add("index", "\(told.index.percent) %", "of what is usual: \(told.deviation.words)")
            table.add("confidence", told.confidence.rawValue, "")
        } else {
            table.add("nothing", "", "the reading was withheld")
        }
        let reasons = account.reading.reasons.map(\.words)
        if !reasons.isEmpty { table.add("reasons", "", reasons.joined(separator: ", ")) }
        return ["What was said"] + table.lines
    }

    private var counted: [String] {
        var table = TextTable(["sensor", "from", "counted", "expected", "level", "day", "learned"])
        for part in account.sensors {
            for slot in part.slots {
                table.add(
                    part.sensor.name, face.time(slot.start), slot.counted.map { $0.text(0) } ?? "not heard",
                    slot.expected?.text(1) ?? "–", slot.expected == nil ? "–" : "x" + exp(slot.level).text(2),
                    slot.offset == 0 ? "–" : "x" + exp(slot.offset).text(2), slot.learned.text(0))
            }
        }
        guard !account.sensors.isEmpty else { return [] }
        return ["People counted and expected (private)"] + table.lines + [
            "  Expected is the sensor's weekly pattern times its level, times what a special day adds, as fixed",
            "  at midnight. Learned is how often this hour of the week was seen.",
        ]
    }

    private var index: [String] {
        let sums = account.sums
        var table = TextTable()
        table.add(
            "noise", account.epsilon == nil ? "none" : "added",
            account.epsilon.map { "epsilon \($0.value.text(2)) for each sensor and quarter of an hour" } ?? ""
        )
        table.add("sensors heard", "\(sums.sensorsHeard)", "of \(sums.sensors)")
        table.add(
            "O", sums.observed.text(1),
            account.epsilon == nil ? "people observed" : "people observed, with noise")
        table.add("E", sums.expected.text(1), "people expected of the same sensors and slots")
        table.add(
            "E of all", sums.expectedOfAll.text(1),
            "of which \(account.reading.completeness.hundredths) % was heard")
        if let judgement = account.judgement {
            table.add("index", judgement.ratio.text(3), "(O + 5) / (E + 5)")
            table.add("r", judgement.logRatio.text(3), "its logarithm")
            table.add("S", judgement.spread.text(3), "what r usually is here and now, learned day by day")
            table.add("z", judgement.score.text(3), "r / S, on the normal scale")
            table.add(
                "percentile", (judgement.percentile * 100).text(1), "of 100 comparable moments were quieter")
            judgement.deviation.tell(Deviation.allCases.map(\.words), in: &table)
        }
        return ["From people to the index"] + table.lines
    }

    private var busyness: [String] {
        guard let peak = account.judgement?.peak else { return [] }
        var table = TextTable()
        table.add(
            "Q", peak.people.text(1), "people at the usual weekly peak, for what was heard of the window")
        table.add("busyness", (peak.ratio * 100).text(1), "100 (O + 5) / (Q + 5)")
        peak.level.tell(Level.allCases.map { "\($0.rawValue), \($0.label.en)" }, in: &table)
        return ["From people to busyness"] + table.lines
    }

    private var trust: [String] {
        guard let told = account.reading.measurement else {
            return ["Why it was withheld", "  " + account.withheldRule]
        }
        let why = account.limit?.words ?? "enough was learned, heard and usual"
        return ["Why the confidence is \(told.confidence.rawValue)", "  \(why)"]
    }

    private var history: [String] {
        var table = TextTable(["version", "published", "", "index", "level"])
        for version in versions {
            let told = version.account.reading.measurement
            table.add(
                "\(version.version)", face.time(version.created), version.status,
                told.map { "\($0.index.percent) %" } ?? "–",
                told?.peak.map { "\($0.level.rawValue)" } ?? "–")
        }
        return ["Versions of this window"] + table.lines
    }
}

extension KeptAccount {
    var status: String {
        account.reading.measurement == nil ? "withheld" : account.isProvisional ? "provisional" : "final"
    }
}

extension Account.Class {
    /// How the class that is shown came about.
    ///
    /// - Parameter names: of the classes, from the lowest.
    fileprivate func tell(_ names: [String], in table: inout TextTable) {
        func name(_ number: Int) -> String { names[min(number, names.count - 1)] }
        let cuts = cuts.map { $0.text($0 == $0.rounded() ? 0 : 2) }.joined(separator: ", ")
        let turn = dwell == 1 ? "at once" : "after \(dwell) such values in a row"
        table.add("cuts", "", "\(cuts); a class changes \(margin.text(2)) beyond a cut, \(turn)")
        table.add("before", "", before.map(name) ?? "nothing")
        table.add("value alone", "", name(raw))
        table.add("shown", "", name(shown))
    }
}

extension Double {
    /// With so many digits after the point.
    func text(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
