extension Reason {
    /// The words in a sentence, without a capital.
    public var label: Words {
        switch self {
        case .coldStart:
            Words(
                nl: "de barometer leert deze zone nog kennen",
                en: "the barometer is still getting to know this zone")
        case .noData:
            Words(
                nl: "van de sensoren hier is te weinig gehoord",
                en: "too little was heard from the sensors here")
        case .sensors(let present):
            Words(
                nl: "\(present.ok) van \(present.of) sensoren doen mee",
                en: "\(present.ok) of \(present.of) sensors take part")
        case .tooFewPassersBy:
            Words(nl: "te weinig passanten om te tonen", en: "too few passers-by to be shown")
        case .tooFewSensors:
            Words(nl: "te weinig sensoren om te tonen", en: "too few sensors to be shown")
        case .publicHoliday:
            Words(nl: "feestdag: vergeleken met een zondag", en: "public holiday: compared with a Sunday")
        case .shoppingSunday:
            Words(nl: "koopzondag", en: "Sunday on which shops are open")
        case .schoolHoliday: Words(nl: "schoolvakantie", en: "school holiday")
        case .marketDay: Words(nl: "marktdag", en: "market day")
        case .event: Words(nl: "evenement", en: "event")
        case .declaredBreak:
            Words(
                nl: "dagen die geen maatstaf zijn, zoals bij werken",
                en: "days that are no guide, such as during works")
        case .sensorChanged:
            Words(
                nl: "een sensor is nieuw of telt sinds kort anders",
                en: "a sensor is new or counts differently since lately")
        case .tooLittleHistory:
            Words(nl: "te weinig vergelijkbare dagen gekend", en: "too few comparable days are known")
        case .lowCoverage: Words(nl: "te weinig gemeten", en: "too little was measured")
        case .overlap:
            Words(
                nl: "samen met een ander evenement gemeten", en: "measured together with another event")
        case .groupWithheld:
            Words(
                nl: "een andere zone van weinige wordt niet getoond",
                en: "another zone of a few is withheld")
        case .partOfDays:
            Words(nl: "een deel van de dagen ontbreekt", en: "some of the days are missing")
        }
    }
}
