import RuleEngine
import Testing

@testable import Engine

@Suite struct FedTopicsTests {
    @Test func `the rule checker knows which topics the engine gives to rules`() {
        let settings = EngineSettings(plant: .empty, rules: .empty, taskCount: 1)
        // Commands of operators go to the alerts themselves, not through conditions.
        let given = Set(RuleTopics.plans(settings.rules).keys)
            .subtracting([InputRole.commands.contract])
        #expect(given == FieldCatalogue.fedTopics)
    }
}
