import Footfall

/// What was found while reading a configuration: every problem, and which variables have a meaning.
final class Findings {
    let environment: [String: String]
    private(set) var problems: [Problem] = []
    private var told: Set<Problem> = []
    private var variables: Set<String> = []

    init(environment: [String: String]) {
        self.environment = environment
    }

    func tell(
        _ problem: String, at place: Problem.Place, key: String, remedy: String, isWarning: Bool = false
    ) {
        tell([Problem(at: place, key: key, problem: problem, remedy: remedy, isWarning: isWarning)])
    }

    /// A key that is looked at twice is told of once.
    func tell(_ more: [Problem]) {
        problems += more.filter { told.insert($0).inserted }
    }

    /// What the environment says, unless it is empty.
    func variable(_ name: String) -> String? {
        variables.insert(name)
        return environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether the environment says something of a section.
    func hasVariables(under name: String) -> Bool {
        environment.contains { $0.key.hasPrefix(name + "_") && !$0.value.isEmpty }
    }

    /// Warns of variables that were probably meant for us and have no meaning.
    func warnOfUnknownVariables() {
        for name in environment.keys.sorted() where name.hasPrefix("FOOTFALL_") && !variables.contains(name) {
            guard let nearest = name.nearest(among: Array(variables)) else { continue }
            tell(
                "this variable has no meaning", at: .environment, key: name,
                remedy: "Perhaps \(nearest) was meant", isWarning: true)
        }
    }
}

extension Problem.Place {
    static let environment = Problem.Place(file: "environment")
}
