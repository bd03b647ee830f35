import Barometer
import Footfall

extension Reason {
    /// Why an effect cannot be told, to stand after "because", with the way out; `nil` of what only goes with an effect.
    var obstacle: (because: String, remedy: String?)? {
        switch self {
        case .coldStart:
            (
                "nothing was expected of its sensors yet",
                "Import the counts of earlier weeks with footfalld import, or wait for them"
            )
        case .noData:
            (
                "nothing was heard of its sensors in those hours",
                "See footfalld health --all; counts that come in later than windows.lateness are not used"
            )
        case .lowCoverage:
            (
                "no more than 60 % of its hours was measured",
                "See footfalld health --all for the sensors that were silent"
            )
        case .tooLittleHistory:
            (
                "fewer than 8 days without an event are known before it",
                "Import the counts of earlier weeks with footfalld import"
            )
        case .tooFewPassersBy:
            ("fewer people are usual there and then than a crowd to hide in", "A larger zone may be told of")
        case .tooFewSensors:
            (
                "too few sensors watch it for so small a crowd",
                "A second sensor, or a larger zone, may be told of"
            )
        case .groupWithheld: ("one of its zones is withheld, and the sum of the others would tell of it", nil)
        case .partOfDays, .sensors, .publicHoliday, .shoppingSunday, .schoolHoliday, .marketDay, .event,
            .declaredBreak, .sensorChanged, .overlap:
            nil
        }
    }
}

extension ScoreSheet.Missing {
    var words: String {
        switch self {
        case .isNotOver(let last):
            "cannot be told yet, because \(last) is its last day and nothing is kept of that. Ask again when it is over"
        case .isForgotten(let first):
            "cannot be told, because what was counted before \(first) is not kept. "
                + "Recorded counts can be scored with footfalld replay"
        }
    }
}

extension Uplift {
    /// `+12` or `-3`; the scale ends at `>+1000`.
    var signed: String { (percent >= 1000 ? ">" : "") + (percent > 0 ? "+\(percent)" : "\(percent)") }
}

extension ImpactDetail.Estimate {
    /// `+12 % (nine in ten between +4 % and +21 %), z 2.4: small`
    var words: String {
        "\(uplift.signed) % (nine in ten between \(lower.signed) % and \(upper.signed) %), z \(score.value): "
            + size.label.en
    }
}
