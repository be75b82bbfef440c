import ProcessControl

/// The run rules as a person would check them on paper: for every point, look back over the points
/// before it. The slow, obvious twin of `RunRuleHistory`.
struct PlainRunRules {
    let limits: LocationLimits
    let set: RunRuleSet
    private(set) var points: [Double] = []

    init(limits: LocationLimits, set: RunRuleSet = RunRuleSet([])) {
        self.limits = limits
        self.set = set
    }

    mutating func add(_ x: Double) -> RunRules {
        points.append(x)
        var rules: RunRules = []
        for rule in RunRule.allCases where completes(rule) { rules.insert(RunRules(rule)) }
        return rules
    }

    /// The pattern points of rules 5 and 6, newest first, as places before the newest.
    func members(_ window: Int, beyond sigmas: Double) -> [Int] {
        let newest = points[points.count - 1]
        let recent = points.reversed().prefix(window)
        return recent.enumerated().filter {
            isAbove($0.element, sigmas) == isAbove(newest, sigmas)
                && isBelow($0.element, sigmas) == isBelow(newest, sigmas)
        }.map(\.offset)
    }

    private func completes(_ rule: RunRule) -> Bool {
        switch rule {
        case .beyondLimit:
            let x = points[points.count - 1]
            return x > limits.ucl || x < limits.lcl
        case .oneSide: return oneSide(Int(set.oneSide))
        case .shortOneSide: return oneSide(Int(set.shortOneSide))
        case .beyondWarning:
            let x = points[points.count - 1]
            return isAbove(x, 2) || isBelow(x, 2)
        case .trend:
            let count = Int(set.trend)
            guard let run = last(count) else { return false }
            return (1..<count).allSatisfy { run[$0] > run[$0 - 1] }
                || (1..<count).allSatisfy { run[$0] < run[$0 - 1] }
        case .alternation:
            let count = Int(set.alternation)
            guard let run = last(count) else { return false }
            return (2..<count).allSatisfy {
                let (a, b, c) = (run[$0 - 2], run[$0 - 1], run[$0])
                return (a < b && b > c) || (a > b && b < c)
            }
        case .beyondTwoSigma:
            return some(Int(set.twoSigmaCount), of: Int(set.twoSigmaWindow), beyond: 2)
        case .beyondOneSigma:
            return some(Int(set.oneSigmaCount), of: Int(set.oneSigmaWindow), beyond: 1)
        case .withinOneSigma:
            guard let run = last(Int(set.within)) else { return false }
            return run.allSatisfy { !isAbove($0, 1) && !isBelow($0, 1) }
        case .outsideOneSigma:
            guard let run = last(Int(set.outside)) else { return false }
            return run.allSatisfy { isAbove($0, 1) || isBelow($0, 1) }
                && run.contains { isAbove($0, 1) } && run.contains { isBelow($0, 1) }
        }
    }

    private func oneSide(_ count: Int) -> Bool {
        guard let run = last(count) else { return false }
        return run.allSatisfy { $0 > limits.centre } || run.allSatisfy { $0 < limits.centre }
    }

    private func some(_ count: Int, of window: Int, beyond sigmas: Double) -> Bool {
        let recent = points.suffix(window)
        let newest = points[points.count - 1]
        if isAbove(newest, sigmas) {
            return recent.count { isAbove($0, sigmas) } >= count
        }
        return isBelow(newest, sigmas) && recent.count { isBelow($0, sigmas) } >= count
    }

    private func isAbove(_ x: Double, _ sigmas: Double) -> Bool {
        x > limits.centre + sigmas * limits.upperZone
    }

    private func isBelow(_ x: Double, _ sigmas: Double) -> Bool {
        x < limits.centre - sigmas * limits.lowerZone
    }

    private func last(_ count: Int) -> [Double]? {
        points.count < count ? nil : Array(points.suffix(count))
    }
}
