import PlantModel
import Records
import Testing

@Suite("State words")
struct StateMappingTests {
    @Test(
        "our own words, PackML and SEMI E10 are understood without a plant file",
        arguments: [
            ("running", LossCategory.productive), ("setup", .setup), ("idle", .idle),
            ("starved", .starved), ("blocked", .blocked), ("down", .down),
            ("maintenance", .maintenance), ("off", .off),
            ("Clearing", .down), ("Stopped", .down), ("Starting", .setup), ("Idle", .idle),
            ("Suspended", .starved), ("Execute", .productive), ("Stopping", .down),
            ("Aborting", .down), ("Aborted", .down), ("Holding", .down), ("Held", .down),
            ("Unholding", .down), ("Suspending", .starved), ("Unsuspending", .starved),
            ("Resetting", .setup), ("Completing", .setup), ("Completed", .idle),
            ("Productive", .productive), ("Standby", .idle), ("Engineering", .maintenance),
            ("SCHEDULED DOWN", .maintenance), ("unscheduled_down", .down),
            ("Non-Scheduled", .off),
        ]
    )
    func standard(word: String, category: LossCategory) {
        #expect(StateMapping.standard.category(state: word) == category)
    }

    @Test("a word nobody knows has no category")
    func unknown() {
        #expect(StateMapping.standard.category(state: "dancing") == nil)
        #expect(StateMapping.standard.category(state: "") == nil)
    }

    @Test("mode and reason refine a state, the more particular first")
    func refinement() throws {
        let plant = try Plant.load(PlantLoadingTests.text)
        let states = plant.states
        #expect(states.category(state: "execute", mode: "production") == .productive)
        #expect(states.category(state: "execute", mode: "Manual") == .setup)
        #expect(states.category(state: "execute", mode: "maintenance") == .maintenance)
        #expect(states.category(state: "off", mode: "maintenance") == .off)
        #expect(states.category(state: "suspended", reason: "Blocked") == .blocked)
        #expect(
            states.category(state: "suspended", mode: "maintenance", reason: "blocked") == .blocked
        )
        #expect(states.category(state: "CIP") == .maintenance)
        #expect(states.category(state: "cip", reason: "no milk") == .starved)
        #expect(states.category(state: "stopped") == .off)
        #expect(states.category(state: "running", mode: "Teach in") == .setup)
    }
}
