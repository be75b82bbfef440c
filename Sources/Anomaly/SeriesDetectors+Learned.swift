// The detectors that learn what is normal.
extension SeriesDetectors {
    /// Judges against exponentially weighted mean m and variance v, then learns:
    ///
    ///     d = x − m;  m += w·d;  v = (1 − w)·(v + w·d²);  w = max(smoothing, 1/n)
    ///
    /// Jumps and spikes fire; a drift of less than about two deviations per reading is followed
    /// instead (with the default limits), which is the business of control charts.
    ///
    /// With w = 1/n these are the plain mean and (population) variance of the first readings, so
    /// the start has no bias. A series that never varied has no scale: nothing fires until it does,
    /// unless the sensor's resolution is given. Source: Finch, "Incremental calculation of weighted
    /// mean and variance", 2009, §9.
    mutating func judgeEWMA(
        _ verdict: inout Verdict,
        _ learn: Bool,
        _ judges: Bool,
        _ settings: DetectorSettings
    ) {
        guard settings.enabled.contains(.ewmaZ), judges else { return }
        let difference = verdict.value - mean
        let square = difference * difference
        var fires = false
        if learnedCount >= settings.ewmaWarmUp {
            // Below the sensor's resolution, or lost in rounding, a deviation is no scale to judge
            // by.
            let rounding = 1e-9 * mean
            let isLost = variance <= rounding * rounding
            let judgedVariance = max(
                isLost ? 0 : variance,
                settings.resolution * settings.resolution
            )
            verdict.mean = mean
            verdict.variance = judgedVariance
            verdict.judged.set(.ewmaZ, true)
            let k = settings.ewmaDeviations
            fires = judgedVariance > 0 && square > k * k * judgedVariance
            verdict.firing.set(.ewmaZ, fires)
        } else {
            verdict.warmingUp.set(.ewmaZ, true)
        }
        // A value so absurd that its square overflows would end all learning.
        guard learn, square.isFinite else { return }
        if fires && excludedCount < settings.excludedCountMax {
            excludedCount += 1
            return
        }
        if !fires { excludedCount = 0 }
        if learnedCount < .max { learnedCount += 1 }
        let weight = max(settings.smoothing, 1 / Double(learnedCount))
        mean += weight * difference
        variance = (1 - weight) * (variance + weight * square)
    }
}

extension HampelWindow {
    /// Judges against median and scale of the readings before this one, then takes it in.
    ///
    /// When all readings of the window are equal and the sensor's resolution is not given, there is
    /// no scale, and nothing fires.
    mutating func judge(_ verdict: inout Verdict, _ learn: Bool, _ settings: DetectorSettings) {
        guard learn || settings.judgesWhileStopped else { return }
        if Int(count) == settings.windowCount {
            let usual = centreAndScale()
            verdict.median = usual.median
            verdict.scale = max(usual.scale, settings.resolution)
            verdict.judged.set(.hampel, true)
            let distance = abs(verdict.value - verdict.median)
            verdict.firing.set(
                .hampel,
                verdict.scale > 0 && distance > settings.hampelDeviations * verdict.scale
            )
        } else {
            verdict.warmingUp.set(.hampel, true)
        }
        if learn { add(verdict.value, length: settings.windowCount) }
    }
}
