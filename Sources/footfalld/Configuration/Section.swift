import Footfall

/// One table of a configuration file, read key by key; the environment goes before the file.
///
/// Every mistake is told and a default taken in its place, so that one reading finds them all.
struct Section {
    /// With its parents, such as `stores.mqtt`; empty for the file itself.
    let path: String
    let place: Problem.Place
    let findings: Findings
    private let members: [Node.Member]
    /// Start of the names of its variables; `nil` when it has none.
    private let variables: String?

    /// - Parameter node: `nil` when the file has no such table.
    init(
        _ node: Node?, path: String, variables: String?, keys: [String], at place: Problem.Place,
        findings: Findings
    ) {
        self.path = path
        self.place = node?.place ?? place
        self.variables = variables
        self.findings = findings
        switch node?.content {
        case .table(let members): self.members = members
        case nil, .scalar(""): members = []
        case .scalar, .list:
            members = []
            findings.tell(
                "expected keys with values", at: self.place, key: path,
                remedy: "Write \(keys.choice) below it")
        }
        for member in members where !keys.contains(member.key) {
            findings.tell(
                "unknown key", at: member.place, key: full(member.key), remedy: member.key.remedy(among: keys)
            )
        }
    }

    /// A value as written and where.
    struct Setting {
        let text: String
        let place: Problem.Place
        let key: String
    }

    func node(_ key: String) -> Node? {
        members.first { $0.key == key }.map(\.value)
    }

    func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func place(of key: String) -> Problem.Place {
        members.first { $0.key == key }?.value.place ?? place
    }

    /// A table inside this one.
    func section(_ key: String, keys: [String]) -> Section {
        Section(
            node(key), path: full(key), variables: variable(key), keys: keys, at: place, findings: findings)
    }

    func variable(_ key: String) -> String? {
        variables.map { $0 + "_" + key.uppercased() }
    }

    /// Whether the file or the environment says something of a table inside this one.
    func mentions(_ key: String) -> Bool {
        node(key).map { $0.content != .scalar("") } ?? false
            || variable(key).map { findings.hasVariables(under: $0) || findings.variable($0) != nil } ?? false
    }

    /// Whether the table `key` is switched off by a word.
    func isOff(_ key: String) -> Bool {
        let word = setting(key, tellsShape: false)?.text
        return ["off", "false", "no"].contains(word)
    }

    /// The text of a key; `nil` when it is absent or empty.
    func setting(_ key: String, tellsShape: Bool = true) -> Setting? {
        if let name = variable(key), let text = findings.variable(name) {
            return Setting(text: text, place: .environment, key: name)
        }
        guard let node = node(key) else { return nil }
        guard case .scalar(let text) = node.content else {
            if tellsShape {
                findings.tell(
                    "expected one value", at: node.place, key: full(key), remedy: "Write it on the same line")
            }
            return nil
        }
        return text.isEmpty ? nil : Setting(text: text, place: node.place, key: full(key))
    }

    func tell(_ problem: String, of setting: Setting, remedy: String, isWarning: Bool = false) {
        findings.tell(
            problem, at: setting.place, key: setting.key, remedy: remedy, isWarning: isWarning)
    }
}
