// swift-tools-version:6.2
// What the mapping engine costs (`make bench-mapping`), and what it withstands (`make fuzz`).
import PackageDescription

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The engine is no public interface: what runs it here looks inside, in release too.
let core: [SwiftSetting] = house + [.unsafeFlags(["-enable-testing"])]

let package = Package(
    name: "mapping-bench",
    targets: [
        .target(name: "Barometer", swiftSettings: core),
        .target(name: "Footfall", dependencies: ["Barometer"], swiftSettings: core),
        .target(name: "CAllocations"),
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
        .executableTarget(
            name: "Bench", dependencies: ["Barometer", "Footfall", "CAllocations", "CSimdjson"],
            swiftSettings: house),
        .executableTarget(name: "Fuzz", dependencies: ["Barometer", "Footfall"], swiftSettings: house),
    ],
    swiftLanguageModes: [.v6], cxxLanguageStandard: .cxx17)
