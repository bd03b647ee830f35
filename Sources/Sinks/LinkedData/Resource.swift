import Barometer

/// A thing and what is said of it: the one value that every serialisation of linked data is made from.
struct Resource: Hashable {
    /// `nil` for a thing that is only spoken of in place.
    var address: String?
    /// In the order in which they are told.
    var statements: [Statement]

    init(_ address: String? = nil, _ statements: [Statement]) {
        self.address = address
        self.statements = statements
    }

    struct Statement: Hashable {
        let property: Term
        let value: Value

        init(_ property: Term, _ value: Value) {
            self.property = property
            self.value = value
        }
    }

    indirect enum Value: Hashable {
        case term(Term)
        case address(String)
        case resource(Resource)
        /// A lexical form of a datatype.
        case typed(String, Term)
        /// Words in a language.
        case words(String, language: String)
        /// Words in none.
        case text(String)
    }
}

extension [Resource.Statement] {
    mutating func say(_ property: Term, _ value: Resource.Value) {
        append(.init(property, value))
    }

    /// The same in each language.
    mutating func say(_ property: Term, _ words: Words) {
        say(property, .words(words.nl, language: "nl"))
        say(property, .words(words.en, language: "en"))
    }

    mutating func say(_ types: Term...) {
        for type in types { say(.rdf("type"), .term(type)) }
    }
}

extension Resource.Value {
    /// In UTC.
    static func time(_ time: EventTime) -> Self { .typed(time.description, .xsd("dateTime")) }

    static func integer(_ number: Int) -> Self { .typed("\(number)", .xsd("integer")) }

    /// A whole number of percent, with the one decimal that makes it a decimal in every notation.
    static func percent(_ percent: Int) -> Self { .typed("\(percent).0", .xsd("decimal")) }

    static func share(_ share: Share) -> Self {
        let digits = share.hundredths % 100
        return .typed("\(share.hundredths / 100).\(digits < 10 ? "0" : "")\(digits)", .xsd("decimal"))
    }

    static func score(_ score: Score) -> Self {
        let size = abs(score.tenths)
        return .typed("\(score.tenths < 0 ? "-" : "")\(size / 10).\(size % 10)", .xsd("decimal"))
    }
}
