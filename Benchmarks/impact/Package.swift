// swift-tools-version:6.2
// What an event score costs (`make bench-impact`), and how good it is (`make quality`).
import PackageDescription

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "impact-bench",
    targets: [
        .target(name: "Barometer", swiftSettings: house),
        .target(name: "Footfall", dependencies: ["Barometer"], swiftSettings: house),
        .executableTarget(name: "Bench", dependencies: ["Barometer", "Footfall"], swiftSettings: house),
        .executableTarget(name: "Cases", dependencies: ["Barometer", "Footfall"], swiftSettings: house),
    ],
    swiftLanguageModes: [.v6])
