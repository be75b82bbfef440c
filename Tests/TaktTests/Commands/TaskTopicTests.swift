import Foundation
import Testing

@testable import takt

@Suite("Topics whose partitions are one task")
struct TaskTopicTests {
    @Test("families may differ in their number of tasks, topics of one may not")
    func families() {
        let families = [["states", "counts"], ["sums", "sums-order"]]
        let counts = ["states": 2, "counts": 2, "sums": 8, "sums-order": 8]
        #expect(PartitionProblem.sentences(families) { counts[$0] }.isEmpty)
        #expect(PartitionProblem.sentences(families) { $0 == "sums" ? nil : counts[$0] }.isEmpty)
        let problems = PartitionProblem.sentences(families) { $0 == "counts" ? 3 : counts[$0] }
        #expect(problems.count == 1)
        #expect(problems.first?.contains("states has 2; counts has 3") == true, "\(problems)")
    }

    @Test("the plan of a configuration with its own number of tasks is one that an engine accepts")
    func plan() throws {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "takt-\(UUID().uuidString).yaml"
        )
        defer { try? FileManager.default.removeItem(at: file) }
        try "tasks: 3\n".write(to: file, atomically: true, encoding: .utf8)
        let words = ["topics", "apply", "--config", file.path]
        let command = try #require(try Takt.parseAsRoot(words) as? TopicsApplyCommand)
        let installation = try Installation(command.files, command.broker)
        let contracts = try installation.contracts()
        let plan = installation.topicPlan(contracts)
        let families = installation.taskTopics(contracts)
        #expect(families.count == 2 && families.allSatisfy { $0.count > 3 })
        for name in families.joined() {
            #expect(plan.first { $0.name == name }?.partitionCount == 3, "\(name)")
        }
    }
}
