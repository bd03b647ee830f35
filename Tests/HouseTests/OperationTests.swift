import Testing

/// What the unit and the manual say is what the program does.
@Suite("What the operator reads") struct OperationTests {
    private func unit() throws -> [String: String] {
        let lines = try House.text("systemd/footfalld.service").split(separator: "\n")
        let pairs = lines.filter { !$0.hasPrefix("#") }.map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(pairs.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) }) { $1 }
    }

    private func code(of target: String) throws -> String {
        try House.sources(in: "Sources/\(target)").map(\.code).joined(separator: "\n")
    }

    @Test("the unit starts a command that exists, with options that exist")
    func execStart() throws {
        let words = try #require(unit()["ExecStart"]).split(separator: " ").map(String.init)
        let code = try code(of: "footfalld")
        #expect(words.first == "/usr/bin/footfalld")
        #expect(try House.text("Package.swift").contains(#".executable(name: "footfalld""#))
        let command = try #require(words.dropFirst().first)
        #expect(try commands().contains(command))
        for option in words where option.hasPrefix("--") {
            let name = option.dropFirst(2)
            let path = try #require(words.drop { $0 != option }.dropFirst().first)
            #expect(code.contains("var \(name) = \"\(path)\""), "\(option) is not \(path) by default")
        }
    }

    @Test(
        "what the unit counts on is in the code",
        arguments: [
            ("Type", "notify", "READY=1"), ("WatchdogSec", "60", "WATCHDOG=1"),
            ("ExecReload", "/bin/kill -HUP $MAINPID", ".sighup"),
            ("RestartPreventExitStatus", "78 64", "ExitCode(78)"),
        ])
    func promise(key: String, value: String, code: String) throws {
        #expect(try unit()[key] == value)
        #expect(try self.code(of: "footfalld").contains(code))
    }

    /// As the program has them.
    private func commands() throws -> Set<String> {
        let code = try code(of: "footfalld")
        return Set(code.matches(of: #/commandName: "(\w+)"/#).map { String($0.1) })
    }

    @Test(
        "every command that a document names exists",
        arguments: ["README.md", "CHANGELOG.md", "docs/operations.md", "docs/privacy.md"])
    func documents(path: String) throws {
        let named = try House.text(path).matches(of: #/(?:`|\n)footfalld ([a-z]+)/#).map { String($0.1) }
        #expect(Set(named).subtracting(try commands()).sorted() == [])
    }

    @Test("every topic is in the AsyncAPI document, and the document makes none up")
    func topics() throws {
        let sources = try House.sources(in: "Sources").map(\.code).joined()
        let known = sources.matches(of: #/"((?:barometer\/v1|footfall)\/[^"]*\w\)?)"/#).map { topic in
            topic.1.replacing(#/\\\([^)]*\)|\+/#, with: "{}")
        }
        let told = try House.text("Sources/Sinks/Documents/asyncapi.yaml")
            .matches(of: #/\n    address: (\S+)/#).map { $0.1.replacing(#/{\w+}/#, with: "{}") }
        #expect(Set(known).subtracting(told).sorted() == [], "not in asyncapi.yaml")
        #expect(Set(told).subtracting(known).sorted() == [], "not in the code")
    }

    @Test("every metric is in the manual, and the manual makes none up")
    func metrics() throws {
        let name = #/\bfootfall_[a-z_]+\b/#.plain
        let sources = try House.sources(in: "Sources").map(\.code).joined()
        let known = Set(sources.matches(of: #/"(footfall_[a-z_]+)"/#).map { String($0.1) })
        let told = Set(try House.text("docs/operations.md").matches(of: name).map { String($0.0) })
        #expect(known.subtracting(told).sorted() == [], "not in docs/operations.md")
        #expect(told.subtracting(known).sorted() == [], "not in the code")
    }
}
