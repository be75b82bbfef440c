/// Who may know whom: the one table of allowed arrows, drawn in `docs/ARCHITECTURE.md`.
///
/// A new arrow is a change to this table, to `Package.swift` and to that picture, in one commit.
enum Arrows {
    /// Target → what it may depend on and import.
    static let table: [String: Set<String>] = [
        // The C libraries and our few lines of C.
        "CRDKafka": [],
        "CJansson": [],
        "CLua": [],
        "CLuaBridge": ["CLua"],
        "CPlatform": [],

        // Below the line.
        "Records": [],
        "Rings": ["CPlatform"],
        "Codecs": ["Records", "CJansson"],
        "Windows": ["Records"],
        "ProcessControl": ["Records"],
        "Effectiveness": ["Records", "Windows"],
        "Anomaly": ["Records"],

        // Owners of the outside world.
        "Contracts": ["Records", "Codecs"],
        "PlantModel": ["Records", "ProcessControl", "Yams"],
        "RuleEngine": ["Records", "Codecs", "Windows", "Contracts", "CLua", "CLuaBridge"],
        "KafkaBroker": ["Records", "CRDKafka"],

        // The engine and what drives it.
        "Engine": [
            "Records", "Rings", "Codecs", "Windows", "ProcessControl", "Effectiveness", "Anomaly",
            "Contracts", "PlantModel", "RuleEngine", "CPlatform",
        ],
        "Simulation": [
            "Records", "Codecs", "Effectiveness", "Contracts", "PlantModel", "RuleEngine",
            "Engine",
        ],
        "takt": [
            "Records", "Codecs", "ProcessControl", "Effectiveness", "Anomaly", "Contracts",
            "PlantModel", "RuleEngine", "KafkaBroker", "Engine", "Simulation", "CPlatform",
            "ArgumentParser", "Logging",
        ],

        // Tests; every one of them may also use TestSupport.
        "TestSupport": ["Records"],
        "RecordsTests": ["Records"],
        "RingsTests": ["Rings"],
        "CodecsTests": ["Codecs", "Records"],
        "WindowsTests": ["Windows", "Records"],
        "ProcessControlTests": ["ProcessControl", "Records"],
        "EffectivenessTests": ["Effectiveness", "Records", "Windows"],
        "AnomalyTests": ["Anomaly", "Records"],
        "ContractsTests": ["Contracts", "Codecs", "Records"],
        "PlantModelTests": ["PlantModel", "ProcessControl", "Records"],
        "RuleEngineTests": ["RuleEngine", "Codecs", "Contracts", "Records"],
        "KafkaBrokerTests": ["KafkaBroker", "Records"],
        "SimulationTests": ["Simulation", "Engine", "PlantModel", "Records"],
        "EngineTests": [
            "Engine", "Simulation", "KafkaBroker", "RuleEngine", "PlantModel", "Contracts",
            "Effectiveness", "Codecs", "Records",
        ],
        "TaktTests": [
            "takt", "Engine", "KafkaBroker", "ProcessControl", "RuleEngine", "Codecs",
            "Records",
        ],
        "TidyTests": [],
    ]

    /// Modules that import no Foundation, read no clock, start no thread and do no I/O.
    static let belowTheLine: Set<String> = [
        "Records", "Rings", "Codecs", "Windows", "ProcessControl", "Effectiveness", "Anomaly",
    ]

    /// The one Swift target that may import each C library.
    static let ownerOfCLibrary: [String: String] = [
        "CRDKafka": "KafkaBroker",
        "CJansson": "Codecs",
        "CLua": "RuleEngine",
        "CLuaBridge": "RuleEngine",
    ]

    /// Toolchain modules that everybody may import.
    static let toolchainEverywhere: Set<String> = ["Swift", "Glibc", "Synchronization"]

    /// Toolchain modules above the line.
    static let toolchainAbove: Set<String> = toolchainEverywhere.union([
        "Foundation", "FoundationEssentials", "Dispatch",
    ])

    /// What a target may import: its arrows and the toolchain's modules for its side of the line.
    static func importsAllowed(for target: String) -> Set<String> {
        let arrows = table[target] ?? []
        if belowTheLine.contains(target) { return arrows.union(toolchainEverywhere) }
        if target.hasSuffix("Tests") {
            return arrows.union(toolchainAbove).union(["Testing", "TestSupport"])
        }
        return arrows.union(toolchainAbove)
    }
}
