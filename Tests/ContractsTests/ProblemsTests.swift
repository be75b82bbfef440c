import Testing

@testable import Contracts

@Suite("A live record against its contract")
struct ProblemsTests {
    let contracts: Contracts

    init() throws { contracts = try Contracts.load(folder: topicsFolder) }

    private func problems(_ topic: String, _ text: String) throws -> [String] {
        try #require(contracts.contract(topic)).problems(in: Array(text.utf8))
    }

    @Test("missing, mistyped and impossible fields are each named in a sentence")
    func problems() throws {
        let good = "\"equipment\":\"a/b\",\"time\":\"2026-03-02T08:00:00Z\""
        #expect(
            try problems("equipment.counts", "{\(good),\"good\":1,\"extra\":{\"x\":[1]}}") == []
        )
        #expect(
            try problems("equipment.counts", "{\(good)}")
                == ["At least one of good, scrap, rework, total, startup_rejects is needed."]
        )
        #expect(
            try problems(
                "equipment.counts",
                "{\(good),\"good\":-1,\"kind\":\"countr\",\"modulus\":0}"
            )
                == [
                    "The field good is -1.0; expected at least 0.0.",
                    "The field kind is \"countr\"; expected one of delta, counter; did you mean counter?",
                    "The field modulus is 0.0; expected more than 0.0.",
                ]
        )
        #expect(
            try problems("process.measurements", "{\(good),\"value\":\"12.5\"}")
                == [
                    "The field characteristic is missing; it is required.",
                    "The field value is a string; expected number.",
                ]
        )
        #expect(
            try problems("equipment.states", "{\"equipment\":\"\",\"time\":null,\"state\":1}")
                == [
                    "The field equipment has 0 bytes; expected some text.",
                    "The field time is null; it is required.",
                    "The field state is a whole number; expected string.",
                ]
        )
    }

    @Test("a bad time is explained")
    func time() throws {
        for time in [
            "\"2026-03-02 08:00\"", "\"2026-03-02T08:00:00\"", "\"2026-13-02T08:00:00Z\"", "1.5",
        ] {
            let found = try problems(
                "equipment.states",
                "{\"equipment\":\"a/b\",\"state\":\"running\",\"time\":\(time)}"
            )
            #expect(found.count == 1 && found[0].hasPrefix("The field time"), "\(time): \(found)")
        }
    }

    @Test("a value that cannot be read has one problem: why")
    func unreadable() throws {
        let found = try problems("equipment.states", "{\"equipment\":")
        #expect(found.count == 1 && found[0].contains("cut off"))
        #expect(try problems("dead-letters", "anything") == [])
    }

    @Test("arrays of words and of numbers are told apart")
    func arrays() throws {
        let contract = try #require(contracts.contract("alerts"))
        let sample = try #require(contract.samples.first { $0.name == "full" })
        let text = String(decoding: sample.value, as: UTF8.self)
        #expect(
            contract.problems(in: Array(text.replacing("\"key\":[\"", with: "\"key\":[7,\"").utf8))
                .count == 1
        )
        #expect(
            contract.problems(
                in: Array(text.replacing("\"episode\":3", with: "\"episode\":3.0").utf8)
            ).count == 1
        )
    }

    @Test("a mistyped field name is answered with the nearest one")
    func suggestions() throws {
        let contract = try #require(contracts.contract("process.measurements"))
        let found = contract.unknownFields(
            in: Array("{\"charactristic\":1,\"value\":2,\"humidity\":3}".utf8)
        )
        #expect(found.map(\.name) == ["charactristic", "humidity"])
        #expect(found[0].suggestion == "characteristic")
        #expect(found[1].suggestion == nil)
    }

    @Test("a contract that breaks the form is refused with its path and the remedy")
    func refused() throws {
        let cases = [
            ("", "not the JSON"), ("[]", "JSON object"), ("{\"topic\":\"x\"}", "'direction'"),
            ("{\"topic\":\"x\",\"direction\":\"up\"}", "expected in, out or internal"),
        ]
        for (text, expected) in cases {
            do throws(ContractError) {
                _ = try TopicContract(parsing: Array(text.utf8), path: "topics/x.json")
                Issue.record("\(text) was accepted")
            } catch {
                #expect(error.description.hasPrefix("topics/x.json: "))
                #expect(error.problem.contains(expected), "\(error)")
            }
        }
        #expect(throws: ContractError.self) { try Contracts.load(folder: "/nowhere/at/all") }
    }
}
