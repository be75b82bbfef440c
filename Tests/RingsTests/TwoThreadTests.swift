import Foundation
import Rings
import Synchronization
import TestSupport
import Testing

/// Carries something noncopyable into a thread: put in by one, taken out once by another.
private final class Crate<Content: ~Copyable & Sendable>: Sendable {
    private let content: Mutex<Content?>

    init(_ content: consuming sending Content) { self.content = Mutex(content) }

    func take() -> Content {
        content.withLock { (inside: inout sending Content?) -> sending Content in
            guard let content = inside.take() else { fatalError("A crate is opened once.") }
            return content
        }
    }
}

/// Two words that must always agree: a torn or early read shows.
private struct Pair: BitwiseCopyable, Sendable {
    var value: Int
    var complement: Int

    init(_ value: Int) {
        self.value = value
        complement = ~value
    }
}

private func onThread(_ body: @escaping @Sendable () -> Void) -> DispatchSemaphore {
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
        body()
        done.signal()
    }
    return done
}

@Suite(.serialized) struct TwoThreadTests {
    @Test(
        "two threads exchange every entry once, in order, through rings of any size",
        arguments: [1, 2, 64, 4096]
    )
    func exchange(capacity: Int) {
        let seed = testSeed()
        // Many wraps, both full and empty; short enough for the thread sanitizer on a busy machine,
        // where a tiny ring needs a change of threads for every entry.
        let total = capacity < 64 ? 10_000 : 200_000
        let ring = SPSCRing<Pair>(minimumCapacity: capacity, byteLimit: 8 * capacity)
        let gauge = ring.gauge
        let crate = Crate(ring.producer)
        var consumer = ring.consumer
        let toConsumer = Parker()
        let toProducer = Parker()

        let done = onThread {
            var producer = crate.take()
            var idle = IdleStrategy.parking(toProducer)
            var random = SeededGenerator(seed: seed)
            var next = 0
            while next < total {
                var count = 0
                if Bool.random(using: &random) {
                    if producer.push(Pair(next), byteCount: 8) { count = 1 }
                } else {
                    let maximum = Int.random(in: 1...100, using: &random)
                    count = producer.fill(maximum: maximum) { span, bytes in
                        var number = next
                        while span.freeCapacity > 0, number < total, bytes.take(8) {
                            span.append(Pair(number))
                            number += 1
                        }
                    }
                }
                next += count
                if count > 0 { toConsumer.wake() }
                idle.idle(work: count)
            }
        }

        var idle = IdleStrategy.parking(toConsumer)
        var random = SeededGenerator(seed: seed &+ 1)
        var expected = 0
        var mistakes = 0
        while true {
            let isOver = consumer.isProducerGone
            var count = 0
            if Bool.random(using: &random) {
                if let pair = consumer.pop() {
                    if pair.value != expected || pair.complement != ~expected { mistakes += 1 }
                    count = 1
                }
            } else {
                count = consumer.drain(maximum: Int.random(in: 1...100, using: &random)) { span in
                    for index in span.indices {
                        let number = expected + index
                        if span[index].value != number || span[index].complement != ~number {
                            mistakes += 1
                        }
                    }
                }
            }
            expected += count
            if count > 0 {
                consumer.release(byteCount: 8 * count)
                toProducer.wake()
            } else if isOver {
                break
            }
            idle.idle(work: count)
        }
        done.wait()
        #expect(expected == total && mistakes == 0, "seed \(seed)")
        #expect(gauge.count == 0 && gauge.byteCount == 0)
        #expect(1...gauge.capacity ~= gauge.countMax)
    }

    @Test(
        "a ball goes to and fro between two sleepers although neither sleep ever times out in time"
    )
    func noWakeUpIsLost() {
        // Each sleep may last a day: one lost wake-up would hang the test.
        let there = SPSCRing<Int>(minimumCapacity: 1)
        let back = SPSCRing<Int>(minimumCapacity: 1)
        let inputs = Crate(there.consumer)
        let outputs = Crate(back.producer)
        var producer = there.producer
        var consumer = back.consumer
        let here = Parker()
        let yonder = Parker()
        let rounds = 5_000
        func sleepy(_ parker: Parker) -> IdleStrategy {
            IdleStrategy(
                parker: parker,
                spinCount: 1,
                pauseCount: 1,
                yieldCount: 0,
                parkNanosecondsMax: 86_400_000_000_000
            )
        }

        let farIdle = sleepy(yonder)
        let done = onThread {
            var consumer = inputs.take()
            var producer = outputs.take()
            var idle = farIdle
            var served = 0
            while served < rounds {
                var work = 0
                if let ball = consumer.pop(), producer.push(ball + 1) {
                    here.wake()
                    work = 1
                    served += 1
                }
                idle.idle(work: work)
            }
        }
        var idle = sleepy(here)
        var ball = 0
        for _ in 0..<rounds {
            check(producer.push(ball))
            yonder.wake()
            while true {
                if let returned = consumer.pop() {
                    ball = returned + 1
                    break
                }
                idle.idle(work: 0)
            }
            idle.idle(work: 1)
        }
        done.wait()
        #expect(ball == 2 * rounds)
    }

    @Test("owners handed to another thread are destroyed there once")
    func ownersAcrossThreads() {
        final class Token: Sendable {
            static let alive = Atomic<Int>(0)
            let number: Int
            init(_ number: Int) {
                self.number = number
                Self.alive.add(1, ordering: .relaxed)
            }
            deinit { Self.alive.subtract(1, ordering: .relaxed) }
        }
        let ring = SPSCRing<Token>(minimumCapacity: 8)
        let crate = Crate(ring.producer)
        var consumer = ring.consumer
        let done = onThread {
            var producer = crate.take()
            var idle = IdleStrategy.yielding()
            for number in 0..<20_000 {
                var token = Optional(Token(number))
                while let waiting = token.take() {
                    token = producer.offer(waiting)
                    idle.idle(work: token == nil ? 1 : 0)
                }
            }
        }
        var idle = IdleStrategy.yielding()
        var expected = 0
        while expected < 20_000 {
            let token = consumer.pop()
            if let token {
                #expect(token.number == expected)
                expected += 1
            }
            idle.idle(work: token == nil ? 0 : 1)
        }
        done.wait()
        #expect(Token.alive.load(ordering: .relaxed) == 0)
    }
}
