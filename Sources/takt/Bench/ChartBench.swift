import CPlatform
import ProcessControl

/// Nanoseconds per point of every chart operator, over values made before the clock starts.
struct ChartBench {
    /// One operator's figures.
    struct Row {
        let name: String
        /// Median of the rounds.
        let nanoseconds: Double
        /// Bytes of the operator.
        let byteCount: Int
        /// Points that signalled: the same in every round, or nothing was computed.
        let signalCount: Int
    }

    private let values: [Double]
    private let rounds: Int

    /// `count` values of a process with a standard deviation of about 1, from a fixed seed.
    init(count: Int, rounds: Int) {
        var state: UInt64 = 88_172_645_463_325_252
        values = (0..<count).map { _ in
            // Sums of four uniform numbers (xorshift, Marsaglia 2003) with variance 1.
            var sum = 0.0
            for _ in 0..<4 {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                sum += Double(state >> 11) / Double(1 << 53) - 0.5
            }
            return sum * 3.0.squareRoot()
        }
        self.rounds = rounds
    }

    /// Measures every operator.
    func run() throws -> [Row] {
        let known = LimitsSource.known(mean: 0, sigma: 1)
        let individuals = try ChartDesign(kind: .individualsMovingRange, limits: known)
        let means = try ChartDesign(kind: .meanRange, subgroupSize: 5, limits: known)
        let ewma = try EWMADesign(mean: 0, sigma: 1)
        let cusum = try CUSUMDesign(mean: 0, sigma: 1)
        let defects = try AttributeDesign(kind: .c, average: 4, rules: .nelson)
        return [
            measure("I-MR, eight rules", ControlChart(individuals), values) {
                $0.add($1)?.isSignal ?? false
            },
            measure("X̄-R of 5, per reading", ControlChart(means), values) {
                $0.add($1)?.isSignal ?? false
            },
            measure("EWMA", EWMAChart(ewma), values) { $0.add($1).isSignal },
            measure("CUSUM", CUSUMChart(cusum), values) { $0.add($1).isSignal },
            measure("c, four rules", AttributeChart(defects), values) {
                $0.add(AttributeSample(count: ($1 + 4).rounded(), inspected: 1)).isSignal
            },
        ]
    }

    private func measure<Chart>(
        _ name: String,
        _ fresh: Chart,
        _ inputs: [Double],
        _ add: (inout Chart, Double) -> Bool
    ) -> Row {
        var times: [Double] = []
        var signals = 0
        for _ in 0..<rounds {
            var chart = fresh
            signals = 0
            let start = platform_thread_cpu_nanoseconds()
            for input in inputs where add(&chart, input) { signals += 1 }
            let elapsed = platform_thread_cpu_nanoseconds() - start
            times.append(Double(elapsed) / Double(inputs.count))
        }
        return Row(
            name: name,
            nanoseconds: times.sorted()[rounds / 2],
            byteCount: MemoryLayout<Chart>.stride,
            signalCount: signals
        )
    }
}
