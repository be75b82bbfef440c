import Engine
import PlantModel

extension Installation {
    /// The topics the engine reads: those of our contracts, then the plant's own that are mapped.
    var inputs: [InputTopic] {
        let prefix = configuration.topicPrefix
        var inputs = InputRole.allCases.map { InputTopic(role: $0, prefix: prefix) }
        for mapping in configuration.mappings {
            guard let role = InputRole.allCases.first(where: { $0.contract == mapping.contract })
            else { continue }
            // A mapping may also describe a contract's own topic.
            if let index = inputs.firstIndex(where: { $0.name == mapping.topic }) {
                inputs[index] = InputTopic(name: mapping.topic, role: role, mapping: mapping)
            } else {
                inputs.append(InputTopic(name: mapping.topic, role: role, mapping: mapping))
            }
        }
        return inputs
    }
}
