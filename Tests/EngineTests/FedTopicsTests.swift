import RuleEngine
import Testing

@testable import Engine

@Suite struct FedTopicsTests {
    @Test func `the rule checker knows which topics the engine gives to rules`() {
        let settings = EngineSettings(plant: .empty, rules: .empty, taskCount: 1)
        // Commands go to the alerts and charts themselves, not through conditions.
        let given = Set(RuleTopics.plans(settings.rules).keys)
            .subtracting([InputRole.commands.contract, InputRole.chartCommands.contract])
        #expect(given == FieldCatalogue.fedTopics)
    }
}
