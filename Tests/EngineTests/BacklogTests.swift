import Records
import Testing

@testable import Engine

@Suite("A backlog is read in order of time, and nobody gets ahead of it")
struct BacklogTests {
    @Test("a machine's progress waits for the topic that is furthest behind")
    func horizon() throws {
        let factory = try Factory()
        let machine = BadRecord.machine
        factory.send(
            .states,
            "{\(machine),\"time\":\"\(Factory.time(0))\",\"state\":\"running\"}",
            isBacklog: true
        )
        // Counts are read an hour ahead of the states.
        for minute in 1...62 {
            factory.send(
                .counts,
                "{\(machine),\"time\":\"\(Factory.time(Double(minute) * 60))\",\"good\":1}",
                timestamp: Factory.epoch + Int64(minute) * 60_000,
                isBacklog: true
            )
        }
        #expect(factory.collect().allSatisfy { $0.topic != .kpiOEE }, "nothing is closed too early")
        factory.send(
            .states,
            "{\(machine),\"time\":\"\(Factory.time(3720))\",\"state\":\"down\"}",
            timestamp: Factory.epoch + 3_720_000,
            isBacklog: true
        )
        let hours = factory.collect().filter { $0.topic == .kpiOEE && $0.text("window") == "hour" }
        #expect(hours.count == 1)
        #expect(hours.first?.number("run_ms") == 3_600_000)
        #expect(hours.first?.number("good") == 60)
        #expect(factory.shard.books.late == 0)
    }

    @Test("a topic waits while another is behind it, and for nobody who is at the end")
    func order() {
        func record(_ seconds: Int64) -> InboundMessage {
            InboundMessage(kind: .record, partition: 0, timestampMilliseconds: seconds * 1_000)
        }
        let end = InboundMessage(kind: .endOfPartition, partition: 0)
        var order = ReadingOrder(topicCount: 3)
        #expect((0..<3).allSatisfy { order.mayRead($0) })
        order.note(record(100), topic: 0)
        #expect(!order.mayRead(0), "the others have not been read at all")
        order.note(record(40), topic: 1)
        order.note(end, topic: 2)
        #expect(!order.mayRead(0))
        #expect(order.mayRead(1))
        #expect(order.mayRead(2))
        order.note(end, topic: 1)
        #expect(order.mayRead(0))
        order.note(record(99), topic: 1)
        #expect(order.mayRead(0), "a second apart is together")
        #expect(!order.isCaughtUp)
    }

    @Test("a fast clock or records without timestamps make no topic of a busy task wait for ever")
    func clocks() {
        func record(_ milliseconds: Int64) -> InboundMessage {
            InboundMessage(kind: .record, partition: 0, timestampMilliseconds: milliseconds)
        }
        var order = ReadingOrder(topicCount: 3)
        order.note(record(4_102_444_800_000), topic: 0)
        order.note(record(999_500), topic: 1)
        order.note(record(-1), topic: 2)
        #expect((0..<3).allSatisfy { order.mayRead($0, now: 1_000_000) })
        #expect(!order.mayRead(0, now: 2_000_000), "one that is really behind is waited for")
        #expect(order.mayRead(1, now: 2_000_000))
    }
}
