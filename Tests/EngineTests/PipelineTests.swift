import Engine
import Records
import Testing

@Suite("A record goes through the whole pipeline")
struct PipelineTests {
    @Test("a point beyond the limit becomes a signal that names its record")
    func signal() throws {
        let factory = try Factory()
        for (number, value) in [10.0, 10.05, 9.95, 10.4].enumerated() {
            factory.send(
                .measurements,
                "{\(BadRecord.machine),\"time\":\"\(Factory.time(Double(number)))\",\"characteristic\":\"diameter\",\"value\":\(value),\"lot\":\"L7\"}",
                timestamp: Factory.epoch + Int64(number) * 1000
            )
        }
        let signals = factory.collect().filter {
            $0.topic == .spcSignals && $0.text("location") == "location"
        }
        let signal = try #require(signals.first)
        #expect(signals.count == 1)
        #expect(signal.key == "acme/berlin/body/line-1/press-1")
        #expect(signal.text("characteristic") == "diameter")
        #expect(signal.text("lot") == "L7")
        #expect(signal.number("rule") == 1)
        #expect(abs(try #require(signal.number("z")) - 4) < 1e-9)
        let home = unsafe Array("acme/berlin/body/line-1/press-1".utf8).withUnsafeBytes {
            unsafe StableHash.partition(ofKey: $0, partitionCount: 4)
        }
        #expect(signal.headers["ce_id"] == "mes.process.measurements/\(home)/3/signal/0")
        #expect(signal.headers["ce_specversion"] == "1.0")
    }

    @Test("states and counts become the OEE of the hour when the hour is over")
    func effectiveness() throws {
        let factory = try Factory()
        let machine = BadRecord.machine
        factory.send(.states, "{\(machine),\"time\":\"\(Factory.time(0))\",\"state\":\"running\"}")
        factory.send(
            .states,
            "{\(machine),\"time\":\"\(Factory.time(1800))\",\"state\":\"down\"}",
            timestamp: Factory.epoch + 1_800_000
        )
        factory.send(
            .states,
            "{\(machine),\"time\":\"\(Factory.time(2520))\",\"state\":\"Execute\"}",
            timestamp: Factory.epoch + 2_520_000
        )
        factory.send(
            .counts,
            "{\(machine),\"time\":\"\(Factory.time(3600))\",\"total\":216,\"good\":200}",
            timestamp: Factory.epoch + 3_600_000
        )
        factory.send(
            .states,
            "{\(machine),\"time\":\"\(Factory.time(3700))\",\"state\":\"running\"}",
            timestamp: Factory.epoch + 3_700_000
        )
        let hour = try #require(
            factory.collect().first { $0.topic == .kpiOEE && $0.text("window") == "hour" }
        )
        #expect(hour.text("status") == "final")
        #expect(hour.number("planned_ms") == 3_600_000)
        #expect(hour.number("down_ms") == 720_000)
        #expect(hour.number("availability") == 0.8)
        #expect(hour.number("performance") == 216.0 * 10 / 2880)
        #expect(hour.number("quality") == 200.0 / 216)
        let oee = try #require(hour.number("oee"))
        #expect(abs(oee - 200.0 * 10 / 3600) < 1e-12)
    }

    @Test("a record that is repeated with the same seq is ignored, and the books say so")
    func duplicates() throws {
        let factory = try Factory()
        for _ in 0..<3 {
            factory.send(
                .counts,
                "{\(BadRecord.machine),\(BadRecord.time),\"good\":5,\"seq\":17}"
            )
        }
        #expect(factory.shard.books.counted == 1)
        #expect(factory.shard.books.duplicates == 2)
        #expect(factory.shard.books.isBalanced)
    }

    @Test("a silent machine's windows close with the clock, a busy partition's do not")
    func idleAdvance() throws {
        let factory = try Factory()
        factory.send(
            .states,
            "{\(BadRecord.machine),\"time\":\"\(Factory.time(0))\",\"state\":\"running\"}"
        )
        let topicCount = factory.settings.inputs.count
        factory.shard.tick(EventTime(milliseconds: Factory.epoch + 1000), topicCount: topicCount)
        #expect(factory.collect().allSatisfy { $0.topic != .kpiOEE })
        factory.shard.tick(EventTime(milliseconds: Factory.epoch + 100_000), topicCount: topicCount)
        let minute = try #require(factory.collect().first { $0.topic == .kpiOEE })
        #expect(minute.text("window") == "minute")
        #expect(minute.number("run_ms") == 60_000)
    }

    @Test("a record far behind its machine goes to late events")
    func late() throws {
        let factory = try Factory()
        factory.send(
            .measurements,
            BadRecord.at("\"\(Factory.time(60))\""),
            timestamp: Factory.epoch + 60_000
        )
        factory.send(
            .measurements,
            BadRecord.at("\"\(Factory.time(0))\""),
            timestamp: Factory.epoch + 61_000
        )
        let late = try #require(factory.collect().first { $0.topic == .lateEvents })
        #expect(late.value.contains(Factory.time(0)))
        #expect(late.headers["takt_reason"]?.contains("press-1") == true)
        #expect(factory.shard.books.late == 1)
    }

    @Test("what is committed is how far each topic has been worked on")
    func positions() throws {
        let factory = try Factory(taskCount: 1)
        let machine = BadRecord.machine
        factory.send(.states, "{\(machine),\"time\":\"\(Factory.time(0))\",\"state\":\"running\"}")
        for minute in 1...180 {
            factory.send(
                .counts,
                "{\(machine),\"time\":\"\(Factory.time(Double(minute) * 60))\",\"good\":1}",
                timestamp: Factory.epoch + Int64(minute) * 60_000
            )
        }
        factory.shard.finish(at: EventTime(milliseconds: Factory.epoch + 60_000))
        factory.collect()
        let states = try #require(factory.commits.first { $0.topic == 0 })
        let counts = try #require(factory.commits.first { $0.topic == 1 })
        #expect(states.offset == 1)
        #expect(counts.offset == 180)
    }

    @Test("the engine's books for a stretch cover exactly the offsets it read")
    func books() throws {
        let factory = try Factory(taskCount: 1)
        for number in 0..<5 {
            factory.send(
                .measurements,
                number == 3 ? "{" : BadRecord.measurement("10.0")
            )
        }
        factory.shard.finish(at: EventTime(milliseconds: Factory.epoch))
        let books = try #require(factory.collect().first { $0.topic == .kpiEngine })
        #expect(books.number("from_offset") == 0)
        #expect(books.number("to_offset") == 5)
        #expect(books.number("read") == 5)
        #expect(books.number("counted") == 4)
        #expect(books.number("dead_lettered") == 1)
    }
}
