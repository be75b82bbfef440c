/// The Markov chain of a set of run rules: how often independent normal points complete one.
///
/// A state is a `RunRuleHistory` with all bits cleared that cannot matter any more, so the chain steps
/// through the very code that judges points. Rules 3 and 4 compare neighbours, which no finite number
/// of zones can tell; sets with them are for `RunRuleSimulation`.
struct RunRuleChain {
    /// Zones in order: below −3, … , above 3; a value inside each, and its edges.
    private static let values = [-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5]
    private static let edges = [-3.0, -2, -1, 0, 1, 2, 3]
    /// A chain that would be larger is not built.
    private static let stateLimit = 60_000

    /// For each state, the state after each zone; −1 is a signal.
    private var next: [[Int32]] = []

    /// The chain of a set; nil when it has rule 3 or 4 or too many states.
    init?(_ set: RunRuleSet) {
        let neighbours: RunRules = [RunRules(.trend), RunRules(.alternation)]
        guard set.rules.isDisjoint(with: neighbours) else { return nil }
        let limits = LocationLimits(centre: 0, standardError: 1)
        var indices = [RunRuleHistory(): Int32(0)]
        var states = [RunRuleHistory()]
        var index = 0
        while index < states.count {
            guard states.count <= Self.stateLimit else { return nil }
            var row: [Int32] = []
            for value in Self.values {
                var state = states[index]
                let finding = state.add(value, limits: limits, rules: set)
                guard finding.rules.isEmpty else {
                    row.append(-1)
                    continue
                }
                state.forget(beyond: set)
                let known = indices[state]
                row.append(known ?? Int32(states.count))
                guard known == nil else { continue }
                indices[state] = Int32(states.count)
                states.append(state)
            }
            next.append(row)
            index += 1
        }
    }

    var stateCount: Int { next.count }

    /// Σ P(no signal yet) over the points, from a fresh start; the tail is geometric once the chance
    /// to survive a point stands still.
    func averageRunLength(shift: Double) -> Double {
        let below = Self.edges.map { NormalDistribution.cumulative($0 - shift) } + [1]
        let chances = below.indices.map { below[$0] - ($0 == 0 ? 0 : below[$0 - 1]) }
        var shares = [Double](repeating: 0, count: next.count)
        shares[0] = 1
        var (sum, alive, ratio) = (1.0, 1.0, 0.0)
        for step in 1..<100_000 {
            let after = advance(shares, chances)
            let survival = after.reduce(0, +)
            guard survival > 0 else { return sum }
            alive *= survival
            sum += alive
            // No pattern spans more than sixteen points: what stands still after 64 has settled.
            if step > 64, abs(survival - ratio) < 1e-14 {
                return sum + alive * survival / (1 - survival)
            }
            ratio = survival
            shares = after.map { $0 / survival }
        }
        return sum
    }

    private func advance(_ shares: [Double], _ chances: [Double]) -> [Double] {
        var after = [Double](repeating: 0, count: shares.count)
        for (state, share) in shares.enumerated() where share > 0 {
            for (zone, target) in next[state].enumerated() where target >= 0 {
                after[Int(target)] += share * chances[zone]
            }
        }
        return after
    }
}
