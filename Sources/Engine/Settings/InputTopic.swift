import PlantModel

/// One topic the engine reads: what it is called and what its records are.
public struct InputTopic: Sendable {
    /// The full name on the broker.
    public var name: String
    /// What its records are.
    public var role: InputRole
    /// How the plant's own field names and units become ours; nil for records after our contract.
    public var mapping: TopicMapping?

    /// A topic after our contract.
    public init(role: InputRole, prefix: String) {
        name = prefix + role.contract
        self.role = role
    }

    /// A plant's own topic.
    public init(name: String, role: InputRole, mapping: TopicMapping?) {
        self.name = name
        self.role = role
        self.mapping = mapping
    }
}

extension InputRole {
    /// The fields of the contract that the engine itself reads, in slot order.
    public var fieldNames: [String] {
        switch self {
        case .states:
            ["equipment", "time", "seq", "product", "order", "state", "reason", "mode", "category"]
        case .counts:
            [
                "equipment", "time", "seq", "product", "order", "good", "scrap", "rework", "total",
                "kind", "modulus", "startup_rejects", "unit", "produced",
            ]
        case .measurements:
            [
                "equipment", "time", "seq", "product", "lot", "characteristic", "value", "values",
                "subgroup", "serial", "recipe", "operator", "unit", "tool",
            ]
        case .inspections:
            [
                "equipment", "time", "seq", "product", "lot", "characteristic", "inspected",
                "defectives", "defects",
            ]
        case .commands:
            [
                "equipment", "time", "seq", "alert", "command", "by", "why", "until", "shelving",
                "work_order", "episode", "rule", "key",
            ]
        case .chartCommands:
            [
                "equipment", "time", "seq", "product", "stage", "characteristic", "command", "by",
                "why", "cause", "chart_number", "version", "effective_from", "point", "offset",
                "mean", "sigma", "average", "sigma_z",
            ]
        case .contributions: []
        }
    }
}

/// Slots of the fields that the engine reads; the order of `InputRole.fieldNames`.
enum Slot {
    static let equipment = 0
    static let time = 1
    static let seq = 2

    enum Common { static let product = 3 }
    enum State {
        static let state = 5, reason = 6, mode = 7, category = 8
    }
    enum Count {
        static let good = 5, scrap = 6, rework = 7, total = 8, kind = 9, modulus = 10
        static let startup = 11, unit = 12, produced = 13
    }
    enum Measurement {
        static let lot = 4, characteristic = 5, value = 6, values = 7, subgroup = 8, serial = 9
        static let recipe = 10, tool = 13
    }
    enum Inspection {
        static let characteristic = 5, inspected = 6, defectives = 7, defects = 8
    }
    enum ChartCommand {
        static let stage = 4, characteristic = 5, command = 6, by = 7, why = 8, cause = 9
        static let chartNumber = 10, version = 11, effectiveFrom = 12, point = 13, offset = 14
        static let mean = 15, sigma = 16, average = 17, sigmaZ = 18
    }
    enum Command {
        static let alert = 3, command = 4, by = 5, why = 6, until = 7, shelving = 8
        static let workOrder = 9, episode = 10, rule = 11, key = 12
    }
}
