import PlantModel
import Records

extension EngineSettings {
    /// Identity of everything that decides what becomes of given inputs: rules, plant file, mappings of
    /// the inputs, limits that shape outputs. By it a task knows that it is worked on again under others.
    /// Points and scores are only published besides and do not count. The same in every process; costs
    /// microseconds.
    public var modelHash: UInt64 {
        let parts = [
            rules.contentHash, String(plant.contentHash), limits.shape,
            "\(checksPartitions) \(stages.rawValue)",
        ]
        return StableHash.fnv1a((parts + inputs.map(\.shape)).joined(separator: "\n"))
    }
}

extension Limits {
    /// The limits that decide what becomes of a record, as text. How long queues are, how often things
    /// are sent and how many threads there are changes no output.
    fileprivate var shape: String {
        let values = [
            futureToleranceNanoseconds, pastToleranceNanoseconds, allowedLatenessNanoseconds,
            graceNanoseconds, idleTimeoutNanoseconds, evictAfterNanoseconds, equipmentPerTask,
            characteristicsPerEquipment, namesPerTask, recordBytes, deadLetterBytes, keysPerRule,
        ]
        return values.map { String($0) }.joined(separator: " ")
    }
}

extension InputTopic {
    /// Name, role and mapping as text that is the same in every process: dictionaries have no order.
    fileprivate var shape: String {
        guard let mapping else { return "\(name) \(role)" }
        let fields = mapping.fields.map { "\($0.key)<\($0.value)" }
        let constants = mapping.constants.map { "\($0.key)=\($0.value)" }
        let conversions = mapping.conversions.map {
            "\($0.key)*\($0.value.scale)+\($0.value.offset)"
        }
        let parts = (fields + constants + conversions).sorted()
        return "\(name) \(role) \(mapping.timeFormat) \(mapping.equipmentSource) "
            + "\(mapping.equipmentPrefix) \(parts)"
    }
}
