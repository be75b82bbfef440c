// swift-tools-version: 6.2
import PackageDescription

// One target per idea; arrows point down only. `Tests/TidyTests` holds the same table and fails on
// any other arrow; `docs/ARCHITECTURE.md` draws it.

let settings: [SwiftSetting] = [.strictMemorySafety()]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], data: Bool = false) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies + ["TestSupport"],
        resources: data ? [.copy("Data")] : [],
        swiftSettings: settings
    )
}

let package = Package(
    name: "takt",
    products: [
        .executable(name: "takt", targets: ["takt"]),
        .library(name: "ProcessControl", targets: ["ProcessControl"]),
        .library(name: "Effectiveness", targets: ["Effectiveness"]),
        .library(name: "Anomaly", targets: ["Anomaly"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // The C libraries, each with exactly one Swift importer.
        .systemLibrary(
            name: "CRDKafka",
            pkgConfig: "rdkafka",
            providers: [.apt(["librdkafka-dev"])]
        ),
        .systemLibrary(
            name: "CJansson",
            pkgConfig: "jansson",
            providers: [.apt(["libjansson-dev"])]
        ),
        .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
        .target(name: "CLuaBridge", dependencies: ["CLua"]),
        .target(name: "CPlatform"),

        // Below the line: no Foundation, no clock, no thread, no I/O.
        library("Records"),
        library("Rings", ["CPlatform"]),
        library("Codecs", ["Records", "CJansson"]),
        library("Windows", ["Records"]),
        library("ProcessControl", ["Records"]),
        library("Effectiveness", ["Records", "Windows"]),
        library("Anomaly", ["Records"]),

        // Owners of the outside world, and what a plant says about itself.
        library("Contracts", ["Records", "Codecs"]),
        library(
            "PlantModel",
            [
                "Records", "ProcessControl", .product(name: "Yams", package: "Yams"),
            ]
        ),
        library("RuleEngine", ["Records", "Codecs", "Windows", "Contracts", "CLua", "CLuaBridge"]),
        library("KafkaBroker", ["Records", "CRDKafka"]),

        // The engine and what drives it.
        library(
            "Engine",
            [
                "Records", "Rings", "Codecs", "Windows", "ProcessControl", "Effectiveness",
                "Anomaly",
                "Contracts", "PlantModel", "RuleEngine", "CPlatform",
            ]
        ),
        library(
            "Simulation",
            [
                "Records", "Codecs", "Effectiveness", "Contracts", "PlantModel", "RuleEngine",
                "Engine",
            ]
        ),
        .executableTarget(
            name: "takt",
            dependencies: [
                "Records", "Codecs", "ProcessControl", "Effectiveness", "Anomaly", "Contracts",
                "PlantModel", "RuleEngine", "KafkaBroker", "Engine", "Simulation", "CPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),

        // Tests: a target per module, the slow obvious twins in TestSupport, the house rules in TidyTests.
        .target(
            name: "TestSupport",
            dependencies: ["Records"],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        tests("RecordsTests", ["Records"]),
        tests("RingsTests", ["Rings"]),
        tests("CodecsTests", ["Codecs", "Records"], data: true),
        tests("WindowsTests", ["Windows", "Records"]),
        tests("ProcessControlTests", ["ProcessControl", "Records"], data: true),
        tests("EffectivenessTests", ["Effectiveness", "Records", "Windows"], data: true),
        tests("AnomalyTests", ["Anomaly", "Records"]),
        tests("ContractsTests", ["Contracts", "Codecs", "Records"]),
        tests("PlantModelTests", ["PlantModel", "ProcessControl", "Records"]),
        tests("RuleEngineTests", ["RuleEngine", "Codecs", "Contracts", "Records"], data: true),
        tests("KafkaBrokerTests", ["KafkaBroker", "Records"]),
        tests("SimulationTests", ["Simulation", "Engine", "PlantModel", "Records"]),
        tests(
            "EngineTests",
            [
                "Engine", "Simulation", "KafkaBroker", "RuleEngine", "PlantModel", "Contracts",
                "Effectiveness", "Codecs", "Records",
            ]
        ),
        tests(
            "TaktTests",
            [
                "takt", "Engine", "KafkaBroker", "ProcessControl", "RuleEngine", "Codecs",
                "Records",
            ]
        ),
        tests("TidyTests", []),
    ],
    swiftLanguageModes: [.v6]
)
