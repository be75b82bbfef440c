import Codecs
import PlantModel
import Records

/// One input topic ready for the hot path: its scanner, its slots, its mapping. Shared by all tasks of a
/// shard.
final class CompiledInput: Sendable {
    let topic: InputTopic
    /// The contract's names and the ones that rules mention, by slot.
    let plan: FieldPlan
    private let scanner: ObjectScanner
    private let constants: [(slot: Int, value: TopicMapping.Constant)]
    private let conversions: [(slot: Int, conversion: TopicMapping.Conversion)]

    /// - Parameter ruleFields: What rules read of this topic besides the contract's fields.
    init(topic: InputTopic, ruleFields: [String]) {
        self.topic = topic
        let plan = FieldPlan(names: topic.role.fieldNames + ruleFields)
        self.plan = plan
        let mapping = topic.mapping
        scanner = ObjectScanner(
            plan: FieldPlan(names: plan.names.map { mapping?.source(of: $0) ?? $0 })
        )
        constants = (mapping?.constants ?? [:]).sorted { $0.key < $1.key }.compactMap {
            name,
            value in
            plan.slot(name).map { ($0, value) }
        }
        conversions = (mapping?.conversions ?? [:]).sorted { $0.key < $1.key }.compactMap {
            name,
            conversion in plan.slot(name).map { ($0, conversion) }
        }
    }

    /// Reads the value of a message into the slots, applying the mapping.
    func read(_ message: InboundMessage, into fields: inout EventFields) -> ScanOutcome {
        let outcome = unsafe scanner.scan(message.value, into: &fields)
        guard outcome.isOK, let mapping = topic.mapping else { return outcome }
        apply(mapping, of: message, to: &fields)
        return outcome
    }

    private func apply(
        _ mapping: TopicMapping,
        of message: InboundMessage,
        to fields: inout EventFields
    ) {
        for (slot, value) in constants where !fields[slot].isPresent {
            switch value {
            case .text(let text): fields.setText(slot, text)
            case .number(let number): fields[slot] = .number(number)
            case .boolean(let flag): fields[slot] = .boolean(flag)
            }
        }
        for (slot, conversion) in conversions {
            guard let number = fields[slot].double else { continue }
            fields[slot] = .number(conversion.applied(to: number))
        }
        applyTime(mapping.timeFormat, of: message, to: &fields)
        if mapping.equipmentSource == .key { unsafe fields.setText(Slot.equipment, message.key) }
        if !mapping.equipmentPrefix.isEmpty, let name = fields.string(fields[Slot.equipment]) {
            fields.setText(Slot.equipment, mapping.equipmentPrefix + name)
        }
    }

    private func applyTime(
        _ format: TopicMapping.TimeFormat,
        of message: InboundMessage,
        to fields: inout EventFields
    ) {
        let unit: Double
        switch format {
        case .contract, .rfc3339, .milliseconds: return
        case .kafka:
            fields[Slot.time] =
                message.timestampMilliseconds >= 0
                ? .integer(message.timestampMilliseconds) : .absent
            return
        case .seconds: unit = 1e3
        case .microseconds: unit = 1e-3
        case .nanoseconds: unit = 1e-6
        }
        guard let time = fields[Slot.time].double else { return }
        if let milliseconds = Int64(exactly: (time * unit).rounded(.down)) {
            fields[Slot.time] = .integer(milliseconds)
        }
    }
}
