// swift-tools-version:6.2
// How many readings a second a PostgreSQL server takes from us (`make bench-postgres`).
import PackageDescription

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Of the sinks, only this one: without its neighbours nobody has to build a web server first.
let package = Package(
    name: "postgres-bench",
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "Barometer", swiftSettings: house),
        .target(
            name: "Sinks",
            dependencies: [
                "Barometer", "CPostgres", .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], swiftSettings: house),
        .executableTarget(
            name: "Bench",
            dependencies: ["Barometer", "Sinks", .product(name: "Logging", package: "swift-log")],
            swiftSettings: house),
    ],
    swiftLanguageModes: [.v6])
