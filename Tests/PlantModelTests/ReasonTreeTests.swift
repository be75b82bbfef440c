import PlantModel
import Records
import Testing

@Suite("Reasons, modes and the categories they lead to")
struct ReasonTreeTests {
    static let text = """
        states:
          words:
            stopped:
              category: down
              reasons: {material: starved}
          modes: {trial: maintenance}
          reasons:
            mechanical:
              children:
                jam:
                tool-break: {category: setup, children: {Drill Break: , mill-break: down}}
            material: {category: idle, children: {no-coil: , wrong coil: blocked}}
            cleaning: maintenance
        """

    private let states: StateMapping

    init() throws { states = try Plant.load(Self.text).states }

    @Test(
        "a reason counts as what the nearest level above says",
        arguments: [
            ("down", "jam", LossCategory.down), ("down", "tool break", .setup),
            ("down", "drill-break", .setup), ("down", "MILL_BREAK", .down),
            ("aborted", "no-coil", .idle), ("aborted", "wrong-coil", .blocked),
            ("idle", "cleaning", .maintenance), ("down", "never heard of", .down),
            // The word's own entry for a reason comes first, also for reasons below it.
            ("stopped", "material", .starved), ("stopped", "no coil", .starved),
            // What was reported as running, off or unknown is that whatever the reason.
            ("execute", "cleaning", .productive), ("off", "jam", .off),
            ("disconnected", "jam", .unknown),
        ]
    )
    func categories(state: String, reason: String, category: LossCategory) {
        #expect(states.category(state: state, reason: reason) == category)
    }

    @Test("the mode of the machine comes before the plant's reasons")
    func modes() {
        #expect(states.category(state: "down", mode: "trial", reason: "wrong coil") == .maintenance)
        #expect(states.category(state: "unknown", mode: "trial") == .unknown)
        #expect(states.category(state: "off", mode: "maintenance", reason: "jam") == .off)
    }

    @Test("a reason has a path from the top, one that is not in the tree has only itself")
    func paths() {
        #expect(
            states.reasons.path(of: "drill break") == ["mechanical", "tool-break", "drill-break"]
        )
        #expect(states.reasons.path(of: "lunch") == ["lunch"])
        #expect(states.reasons.names.count == 9)
    }

    // ISA-TR88.00.02: only production mode and Execute produce.
    @Test("of PackML's 17 states only Execute in production mode is productive")
    func packML() {
        let words = [
            "Clearing", "Stopped", "Starting", "Idle", "Suspended", "Execute", "Stopping",
            "Aborting", "Aborted", "Holding", "Held", "Unholding", "Suspending", "Unsuspending",
            "Resetting", "Completing", "Completed",
        ]
        for word in words {
            let states = StateMapping.standard
            let isExecute = word == "Execute"
            #expect((states.category(state: word) == .productive) == isExecute)
            #expect((states.category(state: word, mode: "Production") == .productive) == isExecute)
            #expect(states.category(state: word, mode: "Maintenance") == .maintenance)
            #expect(states.category(state: word, mode: "Manual") != .productive)
        }
    }

    @Test(
        "mistakes have their sentence",
        arguments: [
            ("states: {reasons: {a: {children: {b: , a: }}}}", "each reason once"),
            ("states: {reasons: {a: broken}}", "one of productive"),
            ("states: {reasons: {a: {kind: down}}}", "the unknown field 'kind'"),
            (
                "states: {reasons: " + String(repeating: "{a: {children: ", count: 9) + "{}"
                    + String(repeating: "}}", count: 9) + "}",
                "each reason once"
            ),
        ]
    )
    func mistakes(text: String, part: String) {
        let error = #expect(throws: PlantError.self) { try Plant.load(text) }
        let found = error?.problems.map(\.description) ?? []
        #expect(found.contains { $0.contains(part) }, "found: \(found)")
    }
}
