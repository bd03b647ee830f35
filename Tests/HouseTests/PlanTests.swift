import Testing

/// The privacy boundary is the graph of modules, so the graph is looked at here.
@Suite("The plan of the house") struct PlanTests {
    struct Room: CustomTestStringConvertible {
        let folder: String
        /// Of our own modules.
        let mayImport: Set<String>
        /// Of all others; `nil` where anything goes.
        var others: Set<String>?

        var name: String { String(folder.split(separator: "/").last ?? "") }
        var testDescription: String { folder }
    }

    static let plan: [Room] = [
        Room(folder: "Sources/Barometer", mayImport: [], others: []),
        Room(folder: "Sources/Footfall", mayImport: ["Barometer"], others: ["Glibc"]),
        Room(
            folder: "Sources/Mosquitto", mayImport: ["CMosquitto"],
            others: ["Foundation", "Glibc", "Synchronization"]),
        Room(folder: "Sources/ICalendar", mayImport: ["CIcal"], others: []),
        Room(
            folder: "Sources/Vault", mayImport: ["Barometer", "Footfall"],
            others: ["Foundation", "Glibc", "GRDB", "Synchronization"]),
        Room(
            folder: "Sources/Sinks", mayImport: ["Barometer", "CCrypto", "CPostgres", "CZlib", "Mosquitto"]),
        Room(
            folder: "Sources/footfalld",
            mayImport: [
                "Barometer", "CCrypto", "CSystemd", "CZlib", "Footfall", "ICalendar", "Mosquitto", "Sinks",
                "Vault",
            ]),
        Room(
            folder: "Simulators/CrowdSimulator", mayImport: [],
            others: ["Foundation", "Glibc", "Synchronization"]),
        Room(folder: "Simulators/crowdsim", mayImport: ["CrowdSimulator", "Mosquitto"]),
        Room(folder: "Tests/TestKit", mayImport: ["Barometer", "Footfall"]),
    ]

    static let ours = Set(plan.map(\.name)).union([
        "CCrypto", "CIcal", "CMosquitto", "CPostgres", "CSystemd", "CZlib",
    ])

    @Test("a module imports what the plan allows, and nothing else", arguments: plan)
    func imports(room: Room) throws {
        let sources = try House.sources(in: room.folder)
        #expect(!sources.isEmpty)
        for source in sources {
            let imports = House.imports(in: source.code)
            let own = imports.intersection(Self.ours).subtracting(room.mayImport)
            #expect(own.isEmpty, "\(source.path) imports \(own.sorted()): \(room.name) may not see them")
            guard let others = room.others else { continue }
            let foreign = imports.subtracting(Self.ours).subtracting(others)
            #expect(foreign.isEmpty, "\(source.path) imports \(foreign.sorted()); see docs/ARCHITECTURE.md")
        }
    }

    @Test("every folder of sources is in the plan")
    func complete() throws {
        #expect(try Set(House.names(in: "Sources")).isSubset(of: Self.ours))
    }

    @Test("every sink lives in Sinks")
    func sinks() throws {
        for folder in ["Sources", "Simulators"] {
            for source in try House.sources(in: folder) where !source.path.hasPrefix("Sources/Sinks/") {
                let sinks = House.heads(in: source.code).filter {
                    $0.contains(#/:[^{]*\b(?:Notice)?Sink\b/#.plain)
                }
                #expect(sinks.isEmpty, "\(source.path): a sink may be near no count, so it lives in Sinks")
            }
        }
    }

    @Test(
        "an import is found however it is written",
        arguments: [
            ("import Footfall", "Footfall"), ("public import Footfall", "Footfall"),
            ("@testable import Footfall", "Footfall"), ("@testable public import Footfall", "Footfall"),
            ("    internal import Footfall", "Footfall"), ("import struct Footfall.Tally", "Footfall"),
            ("@_spi(Private) import func Footfall.tell", "Footfall"),
            ("let a = 1; import Footfall", "Footfall"),
        ])
    func spelling(line: String, module: String) {
        #expect(House.imports(in: "import Glibc\n\(line)\n") == ["Glibc", module])
    }
}
