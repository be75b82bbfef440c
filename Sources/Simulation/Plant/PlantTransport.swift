import Records

/// What happens to events between machine and broker: some are late, some come twice.
struct PlantTransport: Sendable {
    private struct Held: Sendable {
        var event: GeneratedEvent
        var bytes: [UInt8]
    }

    private let lateShare: Double
    private let duplicateShare: Double
    private let delaySecondsMax: Double
    private var random: PlantRandom
    private var held: [Held?] = []
    private var free: [Int32] = []
    private var queue = EventQueue()
    private var ahead: GeneratedEvent?
    private var aheadBytes: [UInt8] = []

    init(_ settings: ScenarioSettings) {
        lateShare = settings.lateShare
        duplicateShare = settings.duplicateShare
        delaySecondsMax = max(0.001, Double(settings.latenessNanosecondsMax) / 1e9)
        random = PlantRandom(seed: settings.seed, stream: 0)
    }

    var isNeeded: Bool { lateShare > 0 || duplicateShare > 0 }

    mutating func next(
        from generator: inout PlantGenerator,
        into value: inout [UInt8]
    ) -> GeneratedEvent? {
        while true {
            if ahead == nil {
                aheadBytes.removeAll(keepingCapacity: true)
                ahead = generator.next(into: &aheadBytes)
            }
            if let first = queue.first, first.time <= ahead?.time.nanoseconds ?? .max {
                return release(first.stream, into: &value)
            }
            guard let event = ahead else { return nil }
            ahead = nil
            if random.unit() < duplicateShare { hold(event, isRepeat: true) }
            if random.unit() < lateShare {
                hold(event, isRepeat: false)
                continue
            }
            value.append(contentsOf: aheadBytes)
            return event
        }
    }

    private mutating func hold(_ event: GeneratedEvent, isRepeat: Bool) {
        var event = event
        event.arrival = event.time.advanced(byNanoseconds: random.seconds(0.001, delaySecondsMax))
        event.isRepeat = isRepeat
        let slot = free.popLast() ?? Int32(held.count)
        if Int(slot) == held.count { held.append(nil) }
        held[Int(slot)] = Held(event: event, bytes: aheadBytes)
        queue.insert(.init(time: event.arrival.nanoseconds, stream: slot))
    }

    private mutating func release(_ slot: Int32, into value: inout [UInt8]) -> GeneratedEvent? {
        queue.removeFirst()
        guard let held = held[Int(slot)] else { return nil }
        self.held[Int(slot)] = nil
        free.append(slot)
        value.append(contentsOf: held.bytes)
        return held.event
    }
}
