// swift-tools-version:6.2
import PackageDescription

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "footfall",
    products: [
        .executable(name: "footfalld", targets: ["footfalld"]),
        .executable(name: "crowdsim", targets: ["crowdsim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CIcal", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),
        .systemLibrary(
            name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        .target(name: "Barometer", swiftSettings: house),
        .target(name: "Footfall", dependencies: ["Barometer"], swiftSettings: house),
        .target(name: "ICalendar", dependencies: ["CIcal"], swiftSettings: house),
        .target(name: "Mosquitto", dependencies: ["CMosquitto"], swiftSettings: house),
        .target(
            name: "Vault",
            dependencies: ["Barometer", "Footfall", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: house),
        .target(
            name: "Sinks",
            dependencies: [
                "Barometer", "CCrypto", "CPostgres", "CZlib", "Mosquitto",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("HTTP/page.html"), .embedInCode("Documents")],
            swiftSettings: house),
        .executableTarget(
            name: "footfalld",
            dependencies: [
                "Barometer", "CCrypto", "CSystemd", "CZlib", "Footfall", "ICalendar", "Mosquitto", "Sinks",
                "Vault",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: house),

        .target(name: "CrowdSimulator", path: "Simulators/CrowdSimulator", swiftSettings: house),
        .executableTarget(
            name: "crowdsim",
            dependencies: [
                "CrowdSimulator", "Mosquitto",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Simulators/crowdsim", swiftSettings: house),

        .target(
            name: "TestKit", dependencies: ["Barometer", "Footfall"], path: "Tests/TestKit",
            swiftSettings: house),
        .testTarget(name: "BarometerTests", dependencies: ["Barometer", "TestKit"], swiftSettings: house),
        .testTarget(
            name: "FootfallTests", dependencies: ["Barometer", "CrowdSimulator", "Footfall", "TestKit"],
            exclude: ["Golden", "Judged"], swiftSettings: house),
        .testTarget(name: "ICalendarTests", dependencies: ["ICalendar"], swiftSettings: house),
        .testTarget(
            name: "MosquittoTests", dependencies: ["Mosquitto", "TestKit"], swiftSettings: house),
        .testTarget(
            name: "VaultTests", dependencies: ["Barometer", "Footfall", "TestKit", "Vault"],
            swiftSettings: house),
        .testTarget(
            name: "SinksTests",
            dependencies: [
                "Barometer", "Mosquitto", "Sinks", "TestKit",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: house),
        .testTarget(name: "SimulationTests", dependencies: ["CrowdSimulator"], swiftSettings: house),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Barometer", "Footfall", "Mosquitto", "Sinks", "TestKit", "Vault", "footfalld",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: house),
        .testTarget(name: "HouseTests", dependencies: ["Barometer"], swiftSettings: house),
    ],
    swiftLanguageModes: [.v6]
)
