import Foundation
import Simulation

/// All events of a run in memory, for tests.
struct PlantRun {
    struct Item {
        var event: GeneratedEvent
        var range: Range<Int>
    }

    let scenario: PlantScenario
    private(set) var events: [Item] = []
    private(set) var bytes: [UInt8] = []

    init(_ settings: ScenarioSettings) {
        var scenario = PlantScenario(settings)
        self.scenario = scenario
        var start = 0
        while let event = scenario.next(into: &bytes) {
            events.append(Item(event: event, range: start..<bytes.count))
            start = bytes.count
        }
    }

    func text(_ item: Item) -> String { String(decoding: bytes[item.range], as: UTF8.self) }

    func fields(_ item: Item) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(bytes[item.range]))
        return object as? [String: Any] ?? [:]
    }
}
