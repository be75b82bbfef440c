import Engine
import PlantModel
import Records
import RuleEngine
import Synchronization
import Testing

@Suite("Tasks that leave, and engines that end", .serialized)
struct EndOfTasksTests {
    private func engine(
        _ script: Script,
        _ change: (inout EngineSettings) -> Void = { _ in }
    ) throws -> RunningEngine<ScriptedSource, ScriptedSink> {
        var settings = EngineSettings(
            plant: try Plant.load(Factory.plantText),
            rules: .empty,
            taskCount: 4
        )
        settings.isDurable = false
        change(&settings)
        return RunningEngine(
            settings: settings,
            source: ScriptedSource(
                topics: settings.inputs.map(\.name),
                taskCount: 4,
                script: script
            ),
            sink: ScriptedSink(script: script),
            launcher: .threaded
        )
    }

    /// Waits, with a bound, until something holds.
    private func wait(until condition: () -> Bool) async throws {
        for _ in 0..<2_000 {
            if condition() { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Trouble("it never came to pass")
    }

    @Test(
        "the tasks of one revocation are given back together, after the last bundle of all of them"
    )
    func revocation() async throws {
        let script = Script()
        script.source.withLock {
            $0.events = [.assigned(tasks: [0, 1, 2])]
            $0.waiting = [0: 100, 1: 10, 2: 10]
        }
        let engine = try engine(script)
        try engine.start()
        try await wait { engine.metrics.snapshot().books.read == 120 }
        script.source.withLock { $0.events = [.revoked(tasks: [0, 2], lost: false)] }
        try await wait { script.source.withLock { !$0.stops.isEmpty } }
        // A second answer would come within a few turns.
        try await Task.sleep(for: .milliseconds(50))
        let isClean = engine.stop(withinMilliseconds: 5_000)
        #expect(isClean)
        #expect(script.source.withLock { $0.stops }.map(Set.init) == [[0, 2]])
    }

    @Test("every message goes back to the broker when the end comes before the work is done")
    func handles() async throws {
        let script = Script()
        let releasedBefore = Script.released.load(ordering: .relaxed)
        script.sink.withLock { $0.accepts = false }
        script.source.withLock {
            $0.events = [.assigned(tasks: [0])]
            $0.waiting = [0: 100_000]
        }
        let engine = try engine(script) {
            $0.limits.inputRingEntries = 64
            $0.limits.inputRingBytes = 1_000
            $0.limits.outputRingEntries = 2
            $0.limits.bundleRecords = 1
        }
        try engine.start()
        // Until publisher, rings and shard are full and nothing moves any more.
        var before = -1
        try await wait {
            let now = script.source.withLock { $0.handedOut }
            defer { before = now }
            return now > 500 && now == before
        }
        try await Task.sleep(for: .milliseconds(50))
        let isClean = engine.stop(withinMilliseconds: 400)
        #expect(!isClean)
        let handedOut = script.source.withLock { $0.handedOut }
        #expect(handedOut > 0)
        #expect(Script.released.load(ordering: .relaxed) - releasedBefore == handedOut)
    }

    @Test("a record that is refused while the engine stops is not passed over by a commit")
    func refusedWhileStopping() async throws {
        let script = Script()
        script.sink.withLock { $0.delivers = false }
        script.source.withLock {
            $0.events = [.assigned(tasks: [0])]
            $0.waiting = [0: 10]
        }
        let engine = try engine(script)
        try engine.start()
        try await wait { script.sink.withLock { $0.sentCount } >= 10 }
        let control = engine.control
        Task.detached {
            while !control.isStopping { try? await Task.sleep(for: .milliseconds(1)) }
            script.sink.withLock {
                $0.error = BrokerError(code: 29, name: "NO_RIGHT", message: "No right to write.")
                $0.delivers = true
            }
        }
        let isClean = engine.stop(withinMilliseconds: 1_000)
        #expect(!isClean)
        #expect(script.source.withLock { $0.commits }.isEmpty)
    }

    @Test(
        "only a record that is too large is passed over; a topic that is gone ends the engine",
        arguments: [("MSG_SIZE_TOO_LARGE", false), ("_UNKNOWN_TOPIC", true)]
    )
    func refusedAtOnce(name: String, isTheEnd: Bool) async throws {
        let script = Script()
        script.sink.withLock {
            $0.refusal = BrokerError(code: 1, name: name, message: "It cannot be sent.")
        }
        script.source.withLock {
            $0.events = [.assigned(tasks: [0])]
            $0.waiting = [0: 10]
        }
        let engine = try engine(script)
        try engine.start()
        try await wait { engine.metrics.snapshot().lostOutputs >= 10 }
        #expect(engine.stop(withinMilliseconds: 1_000) == !isTheEnd)
        #expect(script.source.withLock { $0.commits }.isEmpty == isTheEnd)
    }
}
