import Rings
import TestSupport
import Testing

/// Counts how many of its kind are alive, through a box that the test owns.
private final class Census: @unchecked Sendable {
    // Touched by one thread only: these tests start none.
    var alive = 0
}

private struct Parcel: ~Copyable, Sendable {
    let number: Int
    let census: Census

    init(_ number: Int, _ census: Census) {
        self.number = number
        self.census = census
        census.alive += 1
    }

    deinit { census.alive -= 1 }
}

private struct Refusal: Error {}

private func destroy<Value: ~Copyable>(_ value: consuming Value) {}

@Suite struct SPSCRingTests {
    @Test("a ring behaves like an array with a limit, whatever the mix of single and batched calls")
    func modelAgainstArray() {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        for _ in 0..<40 {
            let ring = SPSCRing<Int>(minimumCapacity: Int.random(in: 1...20, using: &random))
            let capacity = ring.capacity
            let gauge = ring.gauge
            var producer = ring.producer
            var consumer = ring.consumer
            var model: [Int] = []
            var next = 0
            var modelMax = 0
            for _ in 0..<400 {
                let wanted = Int.random(in: 0...8, using: &random)
                switch Int.random(in: 0..<6, using: &random) {
                case 0:
                    let accepted = producer.push(next)
                    #expect(accepted == (model.count < capacity), "seed \(seed)")
                    if accepted { model.append(next) }
                    next += 1
                case 1:
                    let returned = producer.offer(next)
                    #expect((returned == nil) == (model.count < capacity), "seed \(seed)")
                    if returned == nil { model.append(next) } else { #expect(returned == next) }
                    next += 1
                case 2:
                    var added: [Int] = []
                    let count = producer.fill(maximum: wanted) { span in
                        let room = span.freeCapacity
                        #expect(room <= wanted && room <= capacity - model.count)
                        for _ in 0..<Int.random(in: 0...room, using: &random) {
                            span.append(next)
                            added.append(next)
                            next += 1
                        }
                    }
                    #expect(count == added.count, "seed \(seed)")
                    model += added
                case 3:
                    let popped = consumer.pop()
                    #expect(popped == model.first, "seed \(seed)")
                    if !model.isEmpty { model.removeFirst() }
                case 4:
                    var seen: [Int] = []
                    let count = consumer.drain(maximum: wanted) { span in
                        for index in span.indices { seen.append(span[index]) }
                    }
                    #expect(count == seen.count && count <= wanted, "seed \(seed)")
                    #expect(seen == Array(model.prefix(count)), "seed \(seed)")
                    #expect(count > 0 || wanted == 0 || model.isEmpty, "seed \(seed)")
                    model.removeFirst(count)
                default:
                    let count = consumer.drainPrefix(maximum: wanted) { span in
                        for index in span.indices { #expect(span[index] == model[index]) }
                        return span.count / 2
                    }
                    model.removeFirst(count)
                }
                modelMax = max(modelMax, model.count)
                #expect(gauge.count == model.count, "seed \(seed)")
                check(gauge.countMax <= capacity && producer.room() == capacity - model.count)
            }
            #expect(gauge.countMax <= max(modelMax, gauge.refusals > 0 ? capacity : 0))
            check(consumer.waiting() == model.count)
        }
    }

    @Test(
        "the capacity is rounded up to a power of two",
        arguments: [(1, 1), (3, 4), (4, 4), (1000, 1024)]
    )
    func capacity(wanted: Int, given: Int) {
        let ring = SPSCRing<Int>(minimumCapacity: wanted)
        check(ring.capacity == given)
        check(ring.gauge.capacity == given)
    }

    @Test("a ring of no entries or no bytes is refused")
    func badLimits() async {
        await #expect(processExitsWith: .failure) { _ = SPSCRing<Int>(minimumCapacity: 0) }
        await #expect(processExitsWith: .failure) {
            _ = SPSCRing<Int>(minimumCapacity: 1, byteLimit: 0)
        }
    }

    @Test("a batch whose body throws adds and takes nothing")
    func throwingBodies() {
        let ring = SPSCRing<Int>(minimumCapacity: 8, byteLimit: 100)
        let gauge = ring.gauge
        var producer = ring.producer
        var consumer = ring.consumer
        #expect(throws: Refusal.self) {
            try producer.fill { span, bytes throws(Refusal) in
                _ = bytes.take(50)
                span.append(1)
                throw Refusal()
            }
        }
        #expect(gauge.count == 0 && gauge.byteCount == 0)
        check(producer.push(7))
        #expect(throws: Refusal.self) {
            try consumer.drain { _ throws(Refusal) in throw Refusal() }
        }
        check(consumer.pop() == 7)
    }

    @Test("owners cross the ring once, and those left inside are destroyed with it")
    func ownersAreDestroyedOnce() {
        let census = Census()
        do {
            let ring = SPSCRing<Parcel>(minimumCapacity: 4)
            var producer = ring.producer
            var consumer = ring.consumer
            for number in 0..<4 {
                let returned = producer.offer(Parcel(number, census))
                check(returned == nil)
            }
            if let returned = producer.offer(Parcel(4, census)) {
                check(returned.number == 4)
            } else {
                Issue.record("a full ring must give the parcel back")
            }
            #expect(census.alive == 4)
            if let parcel = consumer.pop() { check(parcel.number == 0) }
            #expect(census.alive == 3)
            let last = producer.offer(Parcel(5, census))
            check(last == nil)
            #expect(census.alive == 4)
        }
        #expect(census.alive == 0)
    }

    @Test("each end learns when the other is gone, and nothing sent before is lost")
    func endsGone() {
        let ring = SPSCRing<Int>(minimumCapacity: 4)
        var consumer = ring.consumer
        do {
            var producer = ring.producer
            check(!consumer.isProducerGone)
            check(producer.push(1))
        }
        check(consumer.isProducerGone)
        check(consumer.pop() == 1)
        check(consumer.pop() == nil)

        let other = SPSCRing<Int>(minimumCapacity: 4)
        let producer = other.producer
        destroy(other.consumer)
        check(producer.isConsumerGone)
    }
}
