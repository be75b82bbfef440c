import Engine
import Records
import Simulation

/// What a demonstration has come to.
struct DemoReport {
    let plan: DemoPlan
    let faults: [InjectedFault]
    /// How far the plant came.
    let reached: EventTime
    let engine: EngineSnapshot
    /// Records of the plant that the broker has.
    let delivered: Int
    let state: DemoState
    /// What the engine reported, for its log.
    let messages: [String]
    /// Why the demonstration did not run as it should.
    let problems: [String]
    /// Nothing was left unacknowledged when the engine stopped.
    let isClean: Bool
    let wallNanoseconds: Int64

    /// The engine's own books and those on `kpi.engine` add up and agree.
    var areBooksBalanced: Bool {
        engine.books.isBalanced && state.books.isBalanced
            && state.books.read == engine.books.read
    }

    /// Every record that the plant sent was read.
    var isEverythingRead: Bool { engine.books.read >= delivered }

    /// True when the demonstration shows what it should.
    var isFine: Bool {
        areBooksBalanced && isEverythingRead && isClean && problems.isEmpty
            && engine.lostOutputs == 0 && state.unreadableCount == 0
    }

    /// The faults beside the alerts.
    var matching: FaultMatcher {
        FaultMatcher(
            faults: faults,
            alerts: state.raised,
            reached: reached,
            tolerance: plan.toleranceNanoseconds
        )
    }
}
