import Barometer
import Footfall

/// The whole account in plain words.
struct Sentence {
    private let account: Account
    private let face: ClockFace

    init(_ account: Account, _ face: ClockFace) {
        self.account = account
        self.face = face
    }

    var text: String {
        guard let told = account.reading.measurement, let judgement = account.judgement else {
            return "Nothing was said of \(account.reading.zone), since " + account.withheldRule + "."
        }
        let sums = account.sums
        let people = account.epsilon == nil ? "people" : "people (with noise)"
        let level = told.peak.map { peak in
            " It said level \(peak.level.rawValue), \(peak.level.label.en), since that is \(peak.busyness.percent) % of the "
                + "zone's usual peak."
        }
        return "From \(face.time(account.reading.window.start)) to \(face.time(account.reading.window.end)) "
            + "\(sums.observed.text(0)) \(people) were counted where \(sums.expected.text(0)) are usual on such a "
            + "day and hour: more than in \((judgement.percentile * 100).text(0)) of 100 comparable moments, so it "
            + "said \(told.deviation.words)." + (level ?? " There is no usual peak yet, so it said no level.")
    }
}

extension Account {
    /// The rule by which nothing was told, after "since".
    var withheldRule: String {
        switch reading.reasons.first {
        case .tooFewPassersBy:
            "only \(sums.expected.text(1)) people are usual then, and it takes \(smallestCrowd.text(0)) to hide in; "
                + "today's count has no part in it"
        case .tooFewSensors:
            "one sensor alone watches it and only \(sums.expected.text(1)) people are usual then; it takes "
                + "\(smallestCrowdOfOneSensor.text(0)) with one sensor"
        case .coldStart: "nothing is known yet of what is usual at that hour of the week"
        default:
            "only \(reading.completeness.hundredths) % of what is usual then was heard, "
                + "\(sums.sensorsHeard) of \(sums.sensors) sensors in full; it takes 50 %"
        }
    }
}

extension Account.Limit {
    var words: String {
        switch self {
        case .learned: "these hours of the week were seen too seldom: high needs 8 times, medium 3"
        case .heard: "not enough was heard of what is usual: high needs 90 %, medium 60 %"
        case .crowd: "few people are usual then: high needs 50"
        case .publicHoliday: "a public holiday is compared with a Sunday and few other holidays"
        case .declaredBreak: "the city has declared these days no guide"
        case .sensorChanged: "a sensor counts differently since less than two weeks"
        case .newSlot: "one of the hours was never seen before"
        }
    }
}

extension Deviation {
    var words: String {
        switch self {
        case .quieter: "quieter than usual"
        case .usual: "as usual"
        case .busier: "busier than usual"
        case .muchBusier: "much busier than usual"
        }
    }
}

extension Reason {
    var words: String {
        if case .sensors(let present) = self { return "\(present.ok) of \(present.of) sensors heard" }
        return code.split(separator: "_").joined(separator: " ")
    }
}
