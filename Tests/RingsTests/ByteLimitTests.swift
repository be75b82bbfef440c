import Rings
import TestSupport
import Testing

@Suite struct ByteLimitTests {
    @Test(
        "a ring refuses entries while too many bytes are in flight, also after they were taken out"
    )
    func refusesBytes() {
        let ring = SPSCRing<Int>(minimumCapacity: 16, byteLimit: 100)
        let gauge = ring.gauge
        var producer = ring.producer
        var consumer = ring.consumer
        check(producer.push(1, byteCount: 60))
        check(producer.push(2, byteCount: 40))
        check(!producer.push(3, byteCount: 1))
        #expect(gauge.byteCount == 100 && gauge.byteRefusals == 1 && gauge.refusals == 0)
        check(consumer.pop() == 1)
        check(!producer.push(3, byteCount: 1))
        consumer.release(byteCount: 60)
        check(producer.byteRoom() == 60)
        check(producer.push(3, byteCount: 60))
        #expect(gauge.byteCountMax == 100)
    }

    @Test("an entry larger than the whole limit passes alone")
    func oversizedEntry() {
        let ring = SPSCRing<Int>(minimumCapacity: 16, byteLimit: 100)
        var producer = ring.producer
        var consumer = ring.consumer
        check(producer.push(1, byteCount: 500))
        check(!producer.push(2, byteCount: 1))
        check(consumer.pop() == 1)
        consumer.release(byteCount: 500)
        check(producer.push(2, byteCount: 1))
        check(!producer.push(3, byteCount: 500))
        consumer.release(byteCount: 1)
        let count = producer.fill { span, bytes in
            for size in [500, 1] where bytes.take(size) { span.append(size) }
            #expect(bytes.remaining == -400 && bytes.hasRefused)
        }
        #expect(count == 1)
    }

    @Test("the bytes in flight agree with a sum over the entries")
    func modelOfBytes() {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        let ring = SPSCRing<Int>(minimumCapacity: 64, byteLimit: 1000)
        let gauge = ring.gauge
        var producer = ring.producer
        var consumer = ring.consumer
        var inFlight: [Int] = []
        for _ in 0..<5000 {
            let size = Int.random(in: 0...200, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                let fits = inFlight.count < 64 && inFlight.reduce(0, +) + size <= 1000
                check(producer.push(size, byteCount: size) == fits, "seed \(seed)")
                if fits { inFlight.append(size) }
            case 1:
                _ = producer.fill(maximum: 3) { span, bytes in
                    while span.freeCapacity > 0, bytes.take(size) {
                        span.append(size)
                        inFlight.append(size)
                    }
                }
            case 2:
                // Several entries at once, their bytes together.
                var sum = 0
                let count = consumer.drain(maximum: 5) { span in
                    for index in span.indices { sum += span[index] }
                }
                inFlight.removeFirst(count)
                consumer.release(byteCount: sum)
            default:
                guard let size = consumer.pop() else { continue }
                #expect(inFlight.removeFirst() == size, "seed \(seed)")
                consumer.release(byteCount: size)
            }
            #expect(gauge.byteCount == inFlight.reduce(0, +), "seed \(seed)")
            #expect(gauge.byteCount <= 1000, "seed \(seed)")
        }
    }

    @Test("giving back more bytes than were charged is a programmer error")
    func overRelease() async {
        await #expect(processExitsWith: .failure) {
            var ring = SPSCRing<Int>(minimumCapacity: 16, byteLimit: 100)
            _ = ring.producer.push(1, byteCount: 5)
            ring.consumer.release(byteCount: 6)
        }
    }
}
