import Engine
import Records
import Testing

@testable import Simulation

/// What a broker goes on refusing until a person does something.
struct LastingRefusal: Sendable, CustomTestStringConvertible {
    var name: String
    var error: @Sendable (String) -> BrokerError
    var testDescription: String { name }

    static let ofWriting = [
        LastingRefusal(name: "topic deleted", error: SimulatedErrors.topicDeleted),
        LastingRefusal(name: "no right", error: SimulatedErrors.notAuthorized),
        LastingRefusal(name: "record too large", error: SimulatedErrors.tooLarge),
    ]
    static let ofReading = Array(ofWriting.dropLast())
}

@Suite("What the broker refuses for good ends the process with a sentence, and nothing is lost")
struct RefusalTests {
    @Test(
        "an output that is refused; once that is mended the outputs are those of an undisturbed engine",
        arguments: LastingRefusal.ofWriting,
        [true, false]
    )
    func writing(_ refusal: LastingRefusal, isExactlyOnce: Bool) throws {
        try drill(refusal, isExactlyOnce: isExactlyOnce, "Publishing stopped") {
            $0.outputNames[OutputTopic.spcPoints.rawValue]
        }
    }

    @Test(
        "an input that is refused; once that is mended it is read on",
        arguments: LastingRefusal.ofReading
    )
    func reading(_ refusal: LastingRefusal) throws {
        try drill(refusal, isExactlyOnce: true, "Reading stopped") {
            $0.inputs[InputRole.measurements.rawValue].name
        }
    }

    private func drill(
        _ refusal: LastingRefusal,
        isExactlyOnce: Bool,
        _ beginning: String,
        _ topic: (EngineSettings) -> String
    ) throws {
        let model = try SimulationModel(contractsFolder: Model.topics)
        let drill = EngineDrill(isExactlyOnce: isExactlyOnce, model: model)
        let topic = topic(drill.settings)
        drill.start()
        drill.work(milliseconds: 2_000)
        let error = refusal.error(topic)
        drill.cluster.refuse(topic, with: error)
        drill.work(milliseconds: 3_000)
        let words = [error.message, error.name] + (isExactlyOnce ? [beginning] : [])
        let isSaid = drill.failures.contains { failure in
            words.allSatisfy { failure.contains($0) }
        }
        #expect(isSaid, "\(drill.failures) \(drill.said.suffix(5))")
        try #require(drill.member.agentCount == 0, "it goes on as if nothing had happened")
        drill.cluster.refuse(topic, with: nil)
        drill.start()
        drill.work(milliseconds: 8_000)
        #expect(drill.unread == 0)
        #expect(drill.differences() == [])
    }

    @Test("rules that were changed after a crash are named, and no output comes twice")
    func changedRules() throws {
        let model = try SimulationModel(contractsFolder: Model.topics)
        let drill = EngineDrill(isExactlyOnce: true, model: model)
        drill.start()
        drill.work(milliseconds: 3_300)
        drill.kill()
        drill.settings.rules = .empty
        drill.start()
        drill.work(milliseconds: 4_000)
        #expect(
            drill.heard("Rules or plant were changed while", "were in no snapshot yet", "SIGTERM"),
            "\(drill.said)"
        )
        #expect(drill.failures.isEmpty && drill.unread == 0)
        var ids: Set<String> = []
        for topic in drill.settings.outputNames {
            for record in drill.cluster.committedRecords(of: topic) {
                let id = String(decoding: record.header("ce_id") ?? [], as: UTF8.self)
                #expect(ids.insert("\(topic) \(id)").inserted, "\(topic) \(id)")
            }
        }
    }
}
