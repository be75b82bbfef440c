import Codecs
import Contracts
import PlantModel
import Records
import RuleEngine

/// What the tasks of one shard share while they work: scanners, scratch memory, profiles, calendars.
///
/// Nothing here outlives a record but caches that any shard would fill with the same values. One per
/// shard, used by its thread only.
final class Workbench {
    let settings: EngineSettings
    // Copies of what every record asks for: reading them through the settings would copy those.
    let stages: EngineStages
    let limits: Limits
    /// A gap in a machine's time beyond which its windows are not published one by one: a month, or
    /// what corrections need.
    let leapNanoseconds: Int64
    let taskCount: Int
    /// Identity of rules and plant.
    let modelHash: UInt64
    /// Identity of the input topics and their order.
    let inputsHash: UInt32
    let checksPartitions: Bool
    /// What the program was started with; tasks go over to others by themselves.
    let edition: RuleEdition
    var inputs: [CompiledInput] { edition.inputs }
    /// Full names of the input topics, for ids and headers.
    let inputNames: [String]
    /// The fields of the record in work.
    var fields = EventFields()
    /// The fields of an event that the engine computed, for rules.
    var derived = EventFields()
    /// Where the record in work came from.
    var origin = Origin(InboundMessage(kind: .tick, partition: -1))
    /// Calendars of the plant in universal time.
    var calendars: CalendarBook
    /// What the rules of the record in work said.
    var ruleOutputs = RuleOutputs()
    /// Scratch for contributions.
    var scratch = StateWriter()
    /// Scratch for ids.
    var id: [UInt8] = []
    /// Values that every record carries in its headers.
    let source: [UInt8]
    /// Whether the plant has a chart of inspections at all.
    let hasAttributeCharts: Bool
    /// Whether the plant asks for capability at all.
    let hasCapability: Bool
    private let falseAlarmRates: FalseAlarmRates
    private(set) var profiles: [CharacteristicProfile] = []
    private var profileNumbers: [CharacteristicSettings: Int] = [:]
    /// Sentences for the log that nobody has taken yet, at most a thousand.
    private(set) var problems: [String] = []

    init(settings: EngineSettings) {
        self.settings = settings
        stages = settings.stages
        limits = settings.limits
        leapNanoseconds = max(
            31 * Nanoseconds.day,
            limits.graceNanoseconds.addingReportingOverflow(limits.allowedLatenessNanoseconds)
                .partialValue
        )
        taskCount = settings.taskCount
        modelHash = settings.modelHash
        inputsHash = settings.inputsHash
        checksPartitions = settings.checksPartitions
        edition = RuleEdition(settings.rules, inputs: settings.inputs)
        inputNames = settings.inputs.map(\.name)
        calendars = CalendarBook(plant: settings.plant)
        hasCapability = settings.plant.characteristics.contains { $0.capability != nil }
        let learned = settings.plant.learnedSettings(named: "")
        hasAttributeCharts = (settings.plant.characteristics + [learned]).contains { settings in
            settings.charts.contains { $0.kind.attributes != nil }
        }
        // Some designs take a tenth of a second; sums above machines have no charts.
        falseAlarmRates = FalseAlarmRates(settings.family == .equipment ? settings.plant : .empty)
        source = Array("/takt/\(settings.application)".utf8)
        id.reserveCapacity(256)
    }

    /// Keeps a sentence for the log; beyond a thousand the oldest go.
    func note(_ sentence: String) {
        if problems.count >= 1_000 { problems.removeFirst() }
        problems.append(sentence)
    }

    /// Takes the sentences that came since the last call.
    func takeNotes() -> [String] {
        defer { problems.removeAll() }
        return problems
    }

    /// The number of the profile for these settings. Those that differ only by name share one, so that
    /// there are never more than the plant file describes.
    func profile(for settings: CharacteristicSettings) -> Int {
        var key = settings
        key.name = ""
        if let number = profileNumbers[key] { return number }
        profiles.append(
            CharacteristicProfile(
                settings,
                falseAlarmRates: falseAlarmRates.rates(of: settings),
                problems: &problems
            )
        )
        profileNumbers[key] = profiles.count - 1
        return profiles.count - 1
    }
}
