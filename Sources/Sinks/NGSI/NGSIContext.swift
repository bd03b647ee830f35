/// The long names of what the Smart Data Models have no word for, for a context broker to look up.
struct NGSIContext {
    let addresses: AddressSpace

    /// One context must do where an address has short names, so theirs are part of ours.
    var document: JSONTree {
        .object([
            "@context": .list([
                .text(
                    "https://raw.githubusercontent.com/smart-data-models/dataModel.Transportation/master/context.jsonld"
                ),
                .object(
                    Dictionary(Self.terms.map { ($0, .text(addresses.vocabulary + $0)) }) { first, _ in first
                    }),
            ])
        ])
    }

    private static let terms = [
        "busynessIndex", "busynessLevel", "busynessShareOfPeak", "class", "completeness", "confidence",
        "deviation", "grade", "intervalLower", "intervalUpper", "refZone", "score", "validUntil", "version",
    ]
}
