import Records

/// The model of a plant: its equipment, calendars, state words and characteristics.
///
/// An immutable value; every method may be called on any thread. Lookups cost dictionary accesses
/// and string work: engines ask once for each name they meet and keep the answer.
public struct Plant: Sendable, Hashable {
    /// What happens to events of a name that the plant file does not know.
    public enum UnknownPolicy: String, Sendable, CaseIterable {
        /// They are processed with the settings of the nearest known level or the stated defaults.
        case learn
        /// They go to the dead-letter topic.
        case deadLetter = "dead-letter"
    }

    /// A label of this version of the file, as its author wrote it; empty when not stated.
    public let version: String
    /// Identity of the file's text: two files of one content hash say the same.
    public let contentHash: UInt64
    /// What happens to events of unknown equipment.
    public let unknownEquipment: UnknownPolicy
    /// What happens to measurements of unknown characteristics.
    public let unknownCharacteristic: UnknownPolicy
    /// What every state word means.
    public let states: StateMapping
    /// All characteristics, in the order of the file.
    public let characteristics: [CharacteristicSettings]
    /// Every path of the file and the levels above them, in the order of the file.
    public let paths: [String]

    let base: EquipmentSettings
    let learnedChart: CharacteristicSettings.Chart
    let learnedAnomaly: CharacteristicSettings.Anomaly
    let calendars: [String: PlantCalendar]
    let nodes: [String: EquipmentNode]

    /// Names of the calendars, sorted.
    public var calendarNames: [String] { calendars.keys.sorted() }

    /// The calendar of a name.
    public func calendar(named name: String) -> PlantCalendar? { calendars[name] }

    /// The calendar that applies to a path; nil when it has none.
    public func calendar(at path: String) -> PlantCalendar? {
        settings(at: path)?.calendar.flatMap { calendars[$0] }
    }

    /// True when the file names the path or something below it.
    public func knows(_ path: String) -> Bool { nodes[path] != nil }

    /// The paths that the plant file has directly below a path, in alphabetical order. O(equipment).
    public func children(of path: String) -> [String] {
        nodes.keys.filter { EquipmentPath.parent($0) == path }.sorted()
    }

    /// False alarms a day that the charts at and below a path may give in all; nil when the file says
    /// nothing about this very path.
    public func falseAlarmsPerDay(at path: String) -> Double? { nodes[path]?.falseAlarmsPerDay }

    /// Whether any path has such a budget. O(equipment).
    public var hasFalseAlarmBudgets: Bool {
        nodes.values.contains { $0.falseAlarmsPerDay != nil }
    }

    /// The paths with such a budget that a path draws on: itself and those above it, nearest first.
    public func falseAlarmBudgetPaths(above path: String) -> [String] {
        sequence(first: path, next: EquipmentPath.parent).filter {
            nodes[$0]?.falseAlarmsPerDay != nil
        }
    }

    /// What the plant knows about a path, with everything inherited.
    ///
    /// Nil for unknown equipment under the policy `dead-letter`, and for what is no equipment path.
    /// Under `learn` the nearest known level above decides.
    public func settings(at path: String) -> EquipmentSettings? {
        guard EquipmentPath.isValid(path), knows(path) || unknownEquipment == .learn else {
            return nil
        }
        return inheritedSettings(at: path)
    }

    /// What the levels above a path say about it, whatever the policy for unknown equipment. For
    /// equipment that was known when it was first heard of.
    public func inheritedSettings(at path: String) -> EquipmentSettings {
        var settings = base
        var prefix = ""
        for segment in path.split(separator: "/") {
            prefix += prefix.isEmpty ? String(segment) : "/\(segment)"
            if let node = nodes[prefix] {
                settings = node.applied(to: settings, path: prefix)
            }
        }
        settings.path = path
        return settings
    }

    /// What the plant knows about a characteristic of some equipment: the last entry of the file
    /// whose name and path pattern fit.
    ///
    /// Nil for unknown characteristics under the policy `dead-letter`; under `learn` the file's
    /// `learned` settings, by default an individuals chart that takes its limits from the first 100
    /// points and applies rule 1, and no detector.
    public func characteristic(named name: String, at path: String) -> CharacteristicSettings? {
        let found = characteristics.last { $0.name == name && $0.equipment.matches(path) }
        if let found { return found }
        guard unknownCharacteristic == .learn else { return nil }
        return learnedSettings(named: name)
    }

    /// The settings of characteristics that the file does not name, whatever the policy for them.
    public func learnedSettings(named name: String) -> CharacteristicSettings {
        CharacteristicSettings(
            name: name,
            equipment: PathPattern("**")!,
            chart: learnedChart,
            anomaly: learnedAnomaly
        )
    }
}
