/// How fast a counter grows, over the last seconds.
struct RateMeter {
    private static let spanNanoseconds: Int64 = 2_000_000_000

    private var samples: [(time: Int64, value: Int)] = []

    /// Enters the counter at a monotonic time and answers its growth per second.
    mutating func rate(_ value: Int, at time: Int64) -> Int {
        samples.append((time, value))
        while samples.count > 2, time - samples[1].time >= Self.spanNanoseconds {
            samples.removeFirst()
        }
        let span = time - samples[0].time
        guard span > 0 else { return 0 }
        return Int(Double(value - samples[0].value) * 1e9 / Double(span))
    }
}
