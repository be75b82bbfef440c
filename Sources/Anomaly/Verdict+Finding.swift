#if canImport(Glibc)
    import Glibc
#endif

extension Verdict {
    /// Statistic, score and reason of one detector, firing or not. Costs tens of nanoseconds.
    ///
    /// `settings` must be those the verdict was made with.
    public func finding(_ detector: Detector, settings: DetectorSettings) -> Finding {
        switch detector {
        case .range: range(settings)
        case .flatline:
            fixed(
                .flatline,
                .stuck,
                statistic: Double(stillNanoseconds),
                limit: Double(settings.flatlineNanoseconds),
                observed: value,
                expected: anchor
            )
        case .dropout:
            fixed(
                .dropout,
                .silent,
                statistic: Double(elapsedNanoseconds),
                limit: Double(silenceNanosecondsMax),
                observed: Double(elapsedNanoseconds),
                expected: silenceNanosecondsMax > 0 ? Double(silenceNanosecondsMax) : .nan
            )
        case .rateOfChange: rate(settings)
        case .ewmaZ:
            learned(
                .ewmaZ,
                centre: mean,
                deviation: variance.squareRoot(),
                limit: settings.ewmaDeviations
            )
        case .hampel:
            learned(.hampel, centre: median, deviation: scale, limit: settings.hampelDeviations)
        }
    }

    /// The firing detector with the smallest tail probability, lowest raw value first; nil when
    /// none fires.
    public func strongest(settings: DetectorSettings) -> Finding? {
        var best: Finding?
        for detector in Detector.allCases where firing.contains(detector) {
            let next = finding(detector, settings: settings)
            if next.tailProbability < best?.tailProbability ?? .infinity { best = next }
        }
        return best
    }

    private func range(_ settings: DetectorSettings) -> Finding {
        let reason: Reason =
            value.isFinite ? (value > settings.upper ? .aboveLimit : .belowLimit) : .notFinite
        let nearest =
            abs(value - settings.upper) < abs(value - settings.lower)
            ? settings.upper : settings.lower
        let limit = reason == .aboveLimit ? settings.upper : nearest
        return fixed(
            .range,
            reason,
            statistic: value,
            limit: limit,
            observed: value,
            expected: limit
        )
    }

    private func rate(_ settings: DetectorSettings) -> Finding {
        let perSecond =
            elapsedNanoseconds > 0
            ? abs(value - previous) / Double(elapsedNanoseconds) * 1e9 : 0
        return fixed(
            .rateOfChange,
            value > previous ? .risingTooFast : .fallingTooFast,
            statistic: perSecond,
            limit: settings.ratePerNanosecond * 1e9,
            observed: value,
            expected: previous
        )
    }

    private func fixed(
        _ detector: Detector,
        _ reason: Reason,
        statistic: Double,
        limit: Double,
        observed: Double,
        expected: Double
    ) -> Finding {
        let fires = firing.contains(detector)
        return Finding(
            detector: detector,
            reason: fires ? reason : .normal,
            isWarmingUp: warmingUp.contains(detector),
            score: fires ? 1 : 0,
            tailProbability: fires ? 0 : 1,
            statistic: statistic,
            limit: limit,
            observed: observed,
            expected: expected
        )
    }

    /// The two-sided tail of the normal distribution, erfc(|z|/√2).
    private func learned(
        _ detector: Detector,
        centre: Double,
        deviation: Double,
        limit: Double
    ) -> Finding {
        let isJudged = judged.contains(detector)
        let distance = abs(value - centre)
        let z = isJudged && distance > 0 ? distance / deviation : 0
        let tail = erfc(z / 2.0.squareRoot())
        let reason: Reason = value > centre ? .aboveExpected : .belowExpected
        return Finding(
            detector: detector,
            reason: firing.contains(detector) ? reason : .normal,
            isWarmingUp: warmingUp.contains(detector),
            score: 1 - tail,
            tailProbability: tail,
            statistic: z,
            limit: limit,
            observed: value,
            expected: centre
        )
    }
}
