import Codecs
import Engine
import Records
import Testing

@Suite("Inputs that are allowed and hard")
struct HardInputTests {
    @Test(
        "a silent machine moves on although the topics of its task are never at their ends at once"
    )
    func idleInBusyTask() throws {
        let factory = try Factory(taskCount: 1)
        let topicCount = factory.settings.inputs.count
        factory.send(
            .states,
            "{\(BadRecord.machine),\"time\":\"\(Factory.time(0))\",\"state\":\"running\"}"
        )
        for second in 1...200 {
            // Another machine keeps one topic busy, then another one.
            let busy = second % topicCount
            for topic in 0..<topicCount where topic != busy {
                factory.shard.take(
                    InboundMessage(kind: .endOfPartition, topic: topic, partition: 0)
                )
            }
            factory.send(
                factory.settings.inputs[busy].role,
                key: "acme/other",
                bytes: Array("{\"equipment\":".utf8),
                timestamp: Factory.epoch + Int64(second) * 1_000,
                isBacklog: true
            )
            factory.shard.take(
                InboundMessage(
                    kind: .tick,
                    partition: -1,
                    timestampMilliseconds: Factory.epoch + Int64(second) * 1_000
                )
            )
        }
        let windows = factory.collect().filter { $0.topic == .kpiOEE }
        #expect(windows.contains { $0.number("run_ms") == 60_000 })
    }

    @Test("a clock that was a year behind costs a day of windows, not a year of them")
    func leap() throws {
        let factory = try Factory(taskCount: 1)
        let machine = BadRecord.machine
        let wrong = Factory.epoch - 399 * 86_400_000
        factory.send(.states, "{\(machine),\"time\":\(wrong),\"state\":\"running\"}")
        factory.send(.states, "{\(machine),\"time\":\(Factory.epoch),\"state\":\"running\"}")
        let later = Factory.epoch + 200_000
        factory.send(.states, "{\(machine),\"time\":\(later),\"state\":\"down\"}", timestamp: later)
        let windows = factory.collect().filter { $0.topic == .kpiOEE }
        #expect(windows.count < 2_000)
        let minutes = windows.filter { $0.text("window") == "minute" }
        #expect(minutes.last?.number("run_ms") == 60_000, "the present is reported as ever")
        // What lies before the leap cannot be corrected any more.
        factory.send(.states, "{\(machine),\"time\":\(wrong + 1),\"state\":\"down\"}")
        #expect(factory.collect().contains { $0.topic == .lateEvents })
        #expect(factory.shard.books.isBalanced)
    }

    @Test("a machine that was gone for days catches up tick by tick")
    func longSilence() throws {
        let factory = try Factory(taskCount: 1)
        factory.send(
            .states,
            "{\(BadRecord.machine),\"time\":\"\(Factory.time(0))\",\"state\":\"running\"}"
        )
        let topicCount = factory.settings.inputs.count
        var minutes = 0
        for tick in 0..<12 {
            factory.shard.tick(
                EventTime(milliseconds: Factory.epoch + 10 * 86_400_000 + Int64(tick) * 100),
                topicCount: topicCount
            )
            let fresh = factory.collect().filter {
                $0.topic == .kpiOEE && $0.text("window") == "minute"
            }
            #expect(fresh.count <= 1_441)
            minutes += fresh.count
        }
        #expect(minutes >= 14_399)
    }

    @Test("a time at the end of what numbers hold is a dead letter, also without a timestamp")
    func endOfTime() throws {
        let factory = try Factory()
        factory.send(
            .states,
            "{\(BadRecord.machine),\"time\":9223372036854,\"state\":\"running\"}",
            timestamp: -1
        )
        let letter = try #require(factory.collect().first { $0.topic == .deadLetters })
        #expect(letter.headers["takt_reason_code"] == "absurd-time")
    }

    @Test("a dead letter stays below what brokers take, however long key and words are")
    func longKey() throws {
        let factory = try Factory(taskCount: 1)
        let key = String(repeating: "k", count: 600_000)
        let word = String(repeating: "w", count: 399_000)
        factory.send(
            .states,
            "{\"equipment\":\"\(word)\",\"time\":\"\(Factory.time(0))\",\"state\":\"running\"}",
            key: key
        )
        let letter = try #require(factory.collect().first { $0.topic == .deadLetters })
        let headers = letter.headers.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        #expect(letter.key.utf8.count + letter.value.utf8.count + headers < 900_000)
        #expect(letter.headers["takt_sha256"]?.isEmpty == false)
        #expect(letter.headers["takt_reason_code"] == "key-mismatch")
    }

    @Test("a machine that makes another product is not silent about the one before")
    func productChange() throws {
        let plant =
            Factory.plantText + "\n" + """
                \u{20}   anomaly:
                \u{20}     dropout_after: 30s
                """
        let factory = try Factory(plant: plant, taskCount: 1)
        func measure(_ seconds: Double, _ product: String) {
            factory.send(
                .measurements,
                "{\(BadRecord.machine),\"time\":\"\(Factory.time(seconds))\",\"characteristic\":\"diameter\",\"product\":\"\(product)\",\"value\":10}",
                timestamp: Factory.epoch + Int64(seconds * 1000)
            )
        }
        for second in 0..<20 { measure(Double(second), "A") }
        for second in 20..<120 { measure(Double(second), "B") }
        #expect(factory.collect().allSatisfy { $0.topic != .anomalyDetections })
        factory.shard.tick(
            EventTime(milliseconds: Factory.epoch + 300_000),
            topicCount: factory.settings.inputs.count
        )
        let silences = factory.collect().filter { $0.topic == .anomalyDetections }
        #expect(silences.map { $0.text("product") } == ["B"])
    }
}
