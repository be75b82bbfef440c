import Glibc

/// Charts from what a plant wants of them: the shift to detect, and the false alarms it can bear.
public enum DesignSearch {
    /// Average run lengths without a shift that can be asked for.
    public static let falseAlarmDistances = 10.0...1e6

    /// A chart found, by its parameters and by what it does.
    public struct Found<Parameters: Sendable>: Sendable {
        /// The parameters.
        public let parameters: Parameters
        /// Average number of points between false alarms: ARL0.
        public let falseAlarmDistance: Double
        /// Average number of points to a signal of the shift.
        public let detectionDelay: Double
    }

    /// λ and L of an EWMA.
    public struct EWMAParameters: BitwiseCopyable, Hashable, Sendable {
        /// Weight of the newest point.
        public let lambda: Double
        /// Limits in standard errors of the EWMA.
        public let width: Double

        /// Parameters as given; whether they make a chart is for `EWMADesign` to say.
        public init(lambda: Double, width: Double) {
            self.lambda = lambda
            self.width = width
        }
    }

    /// k and h of a CUSUM.
    public struct CUSUMParameters: BitwiseCopyable, Hashable, Sendable {
        /// Reference value in standard errors.
        public let reference: Double
        /// Decision interval in standard errors.
        public let interval: Double

        /// Parameters as given; whether they make a chart is for `CUSUMDesign` to say.
        public init(reference: Double, interval: Double) {
            self.reference = reference
            self.interval = interval
        }
    }

    /// The CUSUM that detects a shift of so many standard errors fastest: k is half the shift
    /// (Moustakides 1986), h follows from ARL0. Some ten solutions of the integral equation.
    ///
    /// - Throws: `ChartDesignError` for a shift outside 0.1 to 6 or an ARL0 outside
    ///   `falseAlarmDistances`.
    public static func cusum(
        detecting shift: Double,
        falseAlarmDistance: Double
    ) throws(ChartDesignError) -> Found<CUSUMParameters> {
        try check(shift, falseAlarmDistance)
        let k = shift / 2
        let h = matching(falseAlarmDistance, from: 1, 2) {
            AverageRunLength.cusum(reference: k, interval: $0)
        }
        return Found(
            parameters: CUSUMParameters(reference: k, interval: h),
            falseAlarmDistance: AverageRunLength.cusum(reference: k, interval: h),
            detectionDelay: AverageRunLength.cusum(reference: k, interval: h, shift: shift)
        )
    }

    /// The EWMA that detects a shift fastest: λ by golden section between 0.02 and 1, L from ARL0. Some
    /// hundred solutions of the integral equation, about a tenth of a second.
    ///
    /// - Throws: as `cusum(detecting:falseAlarmDistance:)`.
    public static func ewma(
        detecting shift: Double,
        falseAlarmDistance: Double
    ) throws(ChartDesignError) -> Found<EWMAParameters> {
        try check(shift, falseAlarmDistance)
        let exponent = goldenSection(from: log(0.02), to: 0) { exponent in
            let width = ewmaWidth(lambda: exp(exponent), falseAlarmDistance)
            return AverageRunLength.ewma(lambda: exp(exponent), width: width, shift: shift)
        }
        let lambda = exp(exponent)
        let width = ewmaWidth(lambda: lambda, falseAlarmDistance)
        return Found(
            parameters: EWMAParameters(lambda: lambda, width: width),
            falseAlarmDistance: AverageRunLength.ewma(lambda: lambda, width: width),
            detectionDelay: AverageRunLength.ewma(lambda: lambda, width: width, shift: shift)
        )
    }

    /// Of a few sets of run rules with fewer false alarms than allowed, the one that detects a shift
    /// fastest: rule 1, with 2 of 3, 4 of 5, and eight or nine on one side.
    ///
    /// - Throws: as `cusum(detecting:falseAlarmDistance:)`, and for an ARL0 above that of rule 1 alone,
    ///   370.4.
    public static func runRules(
        detecting shift: Double,
        falseAlarmDistance: Double
    ) throws(ChartDesignError) -> Found<RunRuleSet> {
        try check(shift, falseAlarmDistance)
        var best: Found<RunRuleSet>?
        for set in candidates {
            guard let chain = RunRuleChain(set) else { continue }
            let distance = chain.averageRunLength(shift: 0)
            guard distance >= falseAlarmDistance else { continue }
            let delay = chain.averageRunLength(shift: shift)
            guard delay < best?.detectionDelay ?? .infinity else { continue }
            best = Found(parameters: set, falseAlarmDistance: distance, detectionDelay: delay)
        }
        guard let best else {
            throw .parameter(
                "No set of run rules has \(falseAlarmDistance) points between false alarms; rule 1 "
                    + "alone has 370.4. Ask for fewer, or take an EWMA or CUSUM."
            )
        }
        return best
    }

    /// L of an EWMA with this λ and ARL0.
    public static func ewmaWidth(lambda: Double, _ falseAlarmDistance: Double) -> Double {
        matching(falseAlarmDistance, from: 2, 2.5) {
            AverageRunLength.ewma(lambda: lambda, width: $0)
        }
    }

    private static var candidates: [RunRuleSet] {
        let sides: [RunRules] = [[], RunRules(.shortOneSide), RunRules(.oneSide)]
        let zones: [RunRules] = [
            [], RunRules(.beyondTwoSigma), RunRules(.beyondOneSigma),
            [RunRules(.beyondTwoSigma), RunRules(.beyondOneSigma)],
        ]
        return sides.flatMap { side in
            zones.map { RunRuleSet(RunRules.beyondLimit.union(side).union($0)) }
        }
    }

    private static func check(
        _ shift: Double,
        _ falseAlarmDistance: Double
    ) throws(ChartDesignError) {
        guard 0.1...6 ~= shift else {
            throw .parameter(
                "A shift to detect lies between 0.1 and 6 standard errors, not \(shift)."
            )
        }
        guard falseAlarmDistances ~= falseAlarmDistance else {
            throw .parameter(
                "The points between false alarms lie between 10 and 1000000, not "
                    + "\(falseAlarmDistance)."
            )
        }
    }
}
