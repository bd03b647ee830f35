import Barometer
import Testing

@Suite("What stays inside") struct PrivacyTests {
    static let privateTypes = [
        "Observation", "Tally", "Comparison", "Checkpoint", "Profile", "SensorState", "ZoneState",
        "Account", "Drift", "Forecast", "Foresight", "Prospect", "SensorHealth", "SensorWatch", "SensorDay",
        "ImpactAccount", "ImpactHistory", "EditionEffect",
    ]

    @Test("private types have no encoding that a stranger could ask for")
    func notCodable() throws {
        let codable = #/\b(?:Codable|Encodable|Decodable|CodingKey)\b/#.plain
        for folder in ["Sources/Footfall", "Sources/Vault"] {
            for source in try House.sources(in: folder) {
                #expect(!source.code.contains(codable), "\(source.path): counts are not Codable")
            }
        }
        for source in try House.sources(in: "Sources") {
            for head in House.heads(in: source.code) where head.contains(codable) {
                let type = head.firstMatch(of: #/\s([A-Z]\w*)/#).map { String($0.1) } ?? ""
                #expect(!Self.privateTypes.contains(type), "\(source.path): \(type) is private")
            }
        }
    }

    @Test("the private types are where this guard looks for them", arguments: privateTypes)
    func present(type: String) throws {
        let heads = try House.sources(in: "Sources/Footfall").flatMap { House.heads(in: $0.code) }
        #expect(heads.contains { $0.hasPrefix("struct \(type):") })
    }

    @Test("the core asks nobody: no clock, no chance, no file, no word to the log")
    func pure() throws {
        let words = [
            #/\bDate\(/#, #/\bTask\b/#, #/\b(?:Continuous|Suspending)Clock\b/#,
            #/\b(?:print|dump|debugPrint)\(/#,
            #/(?i)random/#, #/\bshuffled\(/#, #/\bLogger\b/#,
            #/\b(?:getenv|fopen|gettimeofday|clock_gettime)\(/#,
            #/\bstatic var \w+(?:\s*=|\s*:[^{\n]*=)/#, #/\bnonisolated\(unsafe\)/#,
        ]
        for folder in ["Sources/Footfall", "Sources/Barometer"] {
            for source in try House.sources(in: folder) {
                let found = words.compactMap { source.code.firstMatch(of: $0.plain).map { String($0.0) } }
                #expect(found.isEmpty, "\(source.path) uses \(found); time and chance come in as values")
            }
        }
    }
}

/// What could carry a count out is listed, so that something new must be looked at first.
@Suite("What goes out") struct PublicTypesTests {
    /// Public properties of Barometer that hold a number or a text, by file. None of them is a count of people.
    static let looked: Set<String> = [
        "CalendarDate.components", "CalendarDate.daysSinceEpoch", "CalendarDate.description",
        "CalendarDate.weekday", "EventTime.milliseconds", "EventTime.seconds", "EventTime.wholeSeconds",
        "ID.description", "ID.name", "Impact.indicator", "Impact.method", "ImpactDetail.controls",
        "ImpactDetail.distance", "ImpactDetail.historyDays", "ImpactPicture.days",
        "Index.percent", "Indicator.version",
        "Publication.sequence", "Publication.version",
        "RFC3339.description", "Reading.indicator", "Reading.method", "Reason.code", "Reason.of", "Reason.ok",
        "Score.tenths", "Summary.version", "Score.value", "Share.hundredths", "Share.none", "Share.value",
        "Share.whole",
        "Uplift.percent", "Window.description", "Words.en", "Words.nl",
    ]

    @Test("no property of a public type is new")
    func properties() throws {
        var found: Set<String> = []
        for source in try House.sources(in: "Sources/Barometer") {
            let property =
                #/public\s+(?:(?:static|private\(set\)|lazy)\s+)*(?:let|var)\s+(\w+)\s*(?::([^={\n]+))?/#
            for match in source.code.matches(of: property) {
                let type = match.2.map(String.init)
                if type?.contains(#/\b(?:U?Int\d*|Double|Float\d*|String|UInt8|Any)\b/#.plain) ?? true {
                    found.insert("\(source.name).\(match.1)")
                }
            }
        }
        #expect(
            found.subtracting(Self.looked).sorted() == [], "can it carry a count? Look before you list it")
        #expect(Self.looked.subtracting(found).sorted() == [], "gone from Barometer; take it off the list")
    }

    @Test("no case of a public enumeration carries a number or a text")
    func cases() throws {
        for source in try House.sources(in: "Sources/Barometer") {
            let carrying = source.code.matches(
                of: #/(?m)^\s*(?:indirect )?case \w+\([^)]*\b(?:U?Int\d*|Double|Float\d*|String)\b/#.plain)
            #expect(carrying.isEmpty, "\(source.path)")
        }
    }

    @Test("a head count put in comes out as the end of the scale", arguments: [301, 7919, 1e12, .infinity])
    func heads(count: Double) {
        #expect(Index(ratio: count).percent == 300)
        #expect(Busyness(ratio: count).percent == 300)
        #expect(Height(ratio: count).percent == 300)
        #expect(ImpactPicture.Bin(from: Uplift(ratio: 0), days: Int(min(count, 1e12))).days == 84)
        #expect(Share(count).hundredths == 100)
        #expect(Uplift(ratio: count).percent == 1000)
        #expect(Score(count).tenths == 100)
        let devices = Reason.Present(Int(min(count, 1e12)), of: Int(min(count, 1e12)))
        #expect((devices.ok, devices.of) == (99, 99))
    }

    @Test("what is told has steps of 5 percent", arguments: 0..<400)
    func steps(hundredths: Int) {
        let percent = Index(ratio: Double(hundredths) / 100).percent
        #expect(percent.isMultiple(of: 5) && (0...300).contains(percent))
    }
}
