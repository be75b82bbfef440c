import Codecs
import Records
import Testing

@testable import Contracts

/// The folder of the contracts, beside the tests in the repository.
let topicsFolder: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/") + "/topics"
}()

@Suite("The topic contracts")
struct ContractsTests {
    let contracts: Contracts

    init() throws { contracts = try Contracts.load(folder: topicsFolder) }

    @Test("there is one for each topic the engine reads and writes")
    func all() {
        let inputs = contracts.inputs.map(\.name)
        #expect(
            inputs == [
                "alert.commands", "chart.commands", "equipment.counts", "equipment.states",
                "process.inspections",
                "process.measurements",
            ]
        )
        let outputs = contracts.outputs.map(\.name)
        #expect(
            outputs == [
                "alerts", "alerts.current", "alerts.shadow", "anomaly.detections", "anomaly.scores",
                "dead-letters", "dispatch.changes", "kpi.alarms", "kpi.capability", "kpi.engine",
                "kpi.oee", "kpi.oee.current", "late-events", "plant.versions", "rules.sets",
                "spc.limits", "spc.points", "spc.signals",
            ]
        )
        #expect(contracts.contract("tasks")?.direction == .internal)
        #expect(contracts.contract("equipment.state") == nil)
        #expect(contracts.suggestion(for: "equipment.state") == "equipment.states")
    }

    @Test("topics of one family have the same number of partitions")
    func partitions() {
        let family = contracts.all.filter { $0.family == "equipment" }
        #expect(family.count > 10)
        #expect(Set(family.map(\.partitions)) == [8])
        #expect(contracts.inputs.allSatisfy { $0.family == "equipment" && $0.key == "equipment" })
    }

    @Test("every sample of an input is read by the scanner and fits")
    func inputSamples() throws {
        for contract in contracts.inputs {
            #expect(contract.samples.count >= 2)
            let scanner = ObjectScanner(plan: contract.plan())
            for sample in contract.samples {
                let name: Comment = "\(contract.name), \(sample.name)"
                #expect(contract.problems(in: sample.value) == [], name)
                var fields = EventFields()
                let outcome = unsafe sample.value.withUnsafeBytes {
                    unsafe scanner.scan($0, into: &fields)
                }
                #expect(outcome == .ok, name)
                let time = try #require(contract.plan().slot("time"))
                // The payload is gone by now for texts, so only the number is looked at.
                #expect(fields[time].isPresent, name)
            }
        }
    }

    @Test("every sample of an output fits, and a full one carries most of the fields")
    func outputSamples() throws {
        for contract in contracts.outputs where contract.hasSchema {
            #expect(contract.samples.count >= 2, "\(contract.name)")
            var largest = 0
            for sample in contract.samples {
                #expect(
                    contract.problems(in: sample.value) == [],
                    "\(contract.name), \(sample.name)"
                )
                #expect(
                    contract.unknownFields(in: sample.value).allSatisfy {
                        $0.name.hasPrefix("detail_")
                    }
                )
                largest = max(largest, try JSONDocument(parsing: sample.value).count)
            }
            #expect(largest * 2 >= contract.fields.count, "\(contract.name)")
        }
        for name in ["dead-letters", "late-events"] {
            let contract = try #require(contracts.contract(name))
            #expect(!contract.hasSchema && !contract.samples.isEmpty)
            let known = Set(contract.headers.map(\.name))
            for sample in contract.samples {
                #expect(known.isSuperset(of: sample.headers.map(\.name)))
            }
        }
    }

    @Test("every field has a meaning that is a sentence, and every description is complete")
    func meanings() {
        for contract in contracts.all {
            for field in contract.fields {
                #expect(field.meaning.hasSuffix("."), "\(contract.name).\(field.name)")
                #expect(!field.types.isEmpty)
            }
            let text = contract.describe(prefix: "mes.")
            #expect(text.hasPrefix("mes.\(contract.name)"))
            #expect(
                contract.fields.allSatisfy { text.contains($0.name) && text.contains($0.meaning) }
            )
        }
    }

    @Test("a reading is described by its fields, their types and units")
    func fields() throws {
        let contract = try #require(contracts.contract("process.measurements"))
        #expect(
            contract.fieldNames.prefix(5) == [
                "equipment", "time", "characteristic", "value", "values",
            ]
        )
        #expect(contract.requiredAny == ["value", "values"])
        let time = try #require(contract.field("time"))
        #expect(time.isTime && time.isRequired && time.types == [.string, .integer])
        #expect(contract.field("values")?.types == [.numbers])
        #expect(contract.field("seq")?.minimum == 0)
        let modulus = try #require(contracts.contract("equipment.counts")?.field("modulus"))
        #expect(modulus.isMinimumExclusive && modulus.minimum == 0)
        #expect(contract.plan(with: ["zone", "value"]).slot("zone") == contract.fields.count)
    }
}
