import ProcessControl

/// The run rules as a person would check them on paper: for every point, look back over the points
/// before it. The slow, obvious twin of `RunRuleHistory`.
struct PlainRunRules {
    let limits: LocationLimits
    private(set) var points: [Double] = []

    init(limits: LocationLimits) { self.limits = limits }

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
        case .nineOnOneSide: return oneSide(9)
        case .eightOnOneSide: return oneSide(8)
        case .sixTrending:
            guard let six = last(6) else { return false }
            return (1..<6).allSatisfy { six[$0] > six[$0 - 1] }
                || (1..<6).allSatisfy { six[$0] < six[$0 - 1] }
        case .fourteenAlternating:
            guard let fourteen = last(14) else { return false }
            return (2..<14).allSatisfy {
                let (a, b, c) = (fourteen[$0 - 2], fourteen[$0 - 1], fourteen[$0])
                return (a < b && b > c) || (a > b && b < c)
            }
        case .twoOfThreeBeyondTwoSigma: return some(2, of: 3, beyond: 2)
        case .fourOfFiveBeyondOneSigma: return some(4, of: 5, beyond: 1)
        case .fifteenWithinOneSigma:
            guard let fifteen = last(15) else { return false }
            return fifteen.allSatisfy { !isAbove($0, 1) && !isBelow($0, 1) }
        case .eightBeyondOneSigma:
            guard let eight = last(8) else { return false }
            return eight.allSatisfy { isAbove($0, 1) || isBelow($0, 1) }
                && eight.contains { isAbove($0, 1) } && eight.contains { isBelow($0, 1) }
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
