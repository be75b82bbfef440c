import CPlatform
import Records

/// Says how long an event has to wait so that plant time runs at a speed.
struct Pacer {
    private let start: EventTime
    private let speed: Double
    private let isPaced: Bool
    private let origin = platform_monotonic_nanoseconds()

    init(start: EventTime, speed: Double, isPaced: Bool) {
        self.start = start
        self.speed = speed
        self.isPaced = isPaced
    }

    /// Milliseconds until a moment of the plant; 0 when it has come.
    func milliseconds(until time: EventTime) -> Int {
        guard isPaced else { return 0 }
        let due = Double(time - start) / speed
        let passed = Double(platform_monotonic_nanoseconds() - origin)
        return due > passed ? Int(((due - passed) / 1e6).rounded(.up)) : 0
    }
}
