import PlantModel
import Records
import Testing

@testable import Engine

@Suite("A task knows when it is worked on under another model")
struct EngineModelTests {
    private let settings: EngineSettings

    init() throws { settings = try TaskWorkload.settings() }

    private func changed(_ change: (inout EngineSettings) throws -> Void) rethrows -> UInt64 {
        var copy = settings
        try change(&copy)
        return copy.modelHash
    }

    @Test("a plant file that changes under the same version is another")
    func plant() throws {
        let text = TaskWorkload.plantText.replacing("sigma: 0.1", with: "sigma: 0.2")
        let other = try Plant.load(text)
        #expect(other.version == settings.plant.version)
        #expect(changed { $0.plant = other } != settings.modelHash)
        let same = try Plant.load(TaskWorkload.plantText)
        #expect(changed { $0.plant = same } == settings.modelHash)
    }

    @Test("limits that decide what becomes of a record count, sizes of queues do not")
    func limits() {
        #expect(changed { $0.limits.graceNanoseconds += 1 } != settings.modelHash)
        #expect(changed { $0.limits.evictAfterNanoseconds += 1 } != settings.modelHash)
        #expect(changed { $0.limits.keysPerRule += 1 } != settings.modelHash)
        #expect(changed { $0.limits.inputRingEntries += 1 } == settings.modelHash)
        #expect(changed { $0.limits.snapshotIntervalNanoseconds += 1 } == settings.modelHash)
    }

    @Test("a mapping counts with every part, in whatever order a dictionary has them")
    func mapping() {
        let base = TopicMapping(
            topic: "plc",
            contract: "process.measurements",
            fields: ["value": "v", "time": "t", "characteristic": "tag", "equipment": "m"],
            conversions: ["value": .init(scale: 0.1)]
        )
        func hash(_ change: (inout TopicMapping) -> Void) -> UInt64 {
            var mapping = base
            change(&mapping)
            return changed {
                $0.inputs[0] = InputTopic(name: "plc", role: .measurements, mapping: mapping)
            }
        }
        let plain = hash { _ in }
        #expect(plain != settings.modelHash)
        #expect(hash { $0.fields["value"] = "w" } != plain)
        #expect(hash { $0.conversions["value"]?.scale = 0.2 } != plain)
        #expect(hash { $0.constants["unit"] = .text("mm") } != plain)
        #expect(hash { $0.timeFormat = .milliseconds } != plain)
        let again = Dictionary(uniqueKeysWithValues: base.fields.sorted { $0.key > $1.key })
        #expect(hash { $0.fields = again } == plain)
    }
}
