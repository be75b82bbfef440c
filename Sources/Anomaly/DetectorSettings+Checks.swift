extension DetectorSettings {
    static func check(_ range: RangeLimits?) throws(DetectorSettingsError) {
        guard let range else { return }
        for (field, limit) in [("lower", range.lower), ("upper", range.upper)] {
            guard let limit else { continue }
            try require(limit.isFinite, .range, field, "\(limit)", "a finite number")
        }
        try require(
            range.lower != nil || range.upper != nil,
            .range,
            "lower",
            "missing",
            "given when range.upper is not: a range needs at least one limit"
        )
        if let lower = range.lower, let upper = range.upper {
            try require(lower < upper, .range, "lower", "\(lower)", "below range.upper, \(upper)")
        }
    }

    static func check(_ flatline: FlatlineLimits?) throws(DetectorSettingsError) {
        guard let flatline else { return }
        try require(
            flatline.epsilon >= 0 && flatline.epsilon.isFinite,
            .flatline,
            "epsilon",
            "\(flatline.epsilon)",
            "a finite number, zero or more"
        )
        try require(
            flatline.durationNanoseconds > 0,
            .flatline,
            "duration",
            "\(flatline.durationNanoseconds) ns",
            "longer than nothing"
        )
        try require(
            2...255 ~= flatline.countMin,
            .flatline,
            "count_min",
            "\(flatline.countMin)",
            "2 to 255"
        )
    }

    static func check(_ dropout: DropoutLimits?) throws(DetectorSettingsError) {
        guard let dropout else { return }
        if let timeout = dropout.timeoutNanoseconds {
            try require(timeout > 0, .dropout, "timeout", "\(timeout) ns", "longer than nothing")
        }
        try require(
            dropout.periodFactor > 1 && dropout.periodFactor <= 1e6,
            .dropout,
            "period_factor",
            "\(dropout.periodFactor)",
            "above 1 and at most a million"
        )
        try require(
            1...255 ~= dropout.warmUpCount,
            .dropout,
            "warm_up_count",
            "\(dropout.warmUpCount)",
            "1 to 255"
        )
    }

    static func check(_ rate: RateLimits?) throws(DetectorSettingsError) {
        guard let rate else { return }
        try require(
            rate.perSecondMax > 0 && rate.perSecondMax.isFinite,
            .rateOfChange,
            "per_second_max",
            "\(rate.perSecondMax)",
            "a finite number above zero"
        )
    }

    static func check(_ ewma: EWMALimits?) throws(DetectorSettingsError) {
        guard let ewma else { return }
        try require(
            ewma.smoothing > 0 && ewma.smoothing <= 1,
            .ewmaZ,
            "smoothing",
            "\(ewma.smoothing)",
            "above 0 and at most 1"
        )
        try require(
            ewma.deviations > 0 && ewma.deviations.isFinite,
            .ewmaZ,
            "deviations",
            "\(ewma.deviations)",
            "a finite number above zero"
        )
        try require(
            2...60_000 ~= ewma.warmUpCount,
            .ewmaZ,
            "warm_up_count",
            "\(ewma.warmUpCount)",
            "2 to 60000"
        )
        try require(
            0...255 ~= ewma.excludedCountMax,
            .ewmaZ,
            "excluded_count_max",
            "\(ewma.excludedCountMax)",
            "0 to 255"
        )
    }

    static func check(_ hampel: HampelLimits?) throws(DetectorSettingsError) {
        guard let hampel else { return }
        try require(
            5...HampelWindow.countMax ~= hampel.windowCount && hampel.windowCount % 2 == 1,
            .hampel,
            "window_count",
            "\(hampel.windowCount)",
            "odd and 5 to \(HampelWindow.countMax)"
        )
        try require(
            hampel.deviations > 0 && hampel.deviations.isFinite,
            .hampel,
            "deviations",
            "\(hampel.deviations)",
            "a finite number above zero"
        )
    }

    static func check(_ reports: ReportLimits) throws(DetectorSettingsError) {
        try require(
            0...65_535 ~= reports.repeatCount,
            nil,
            "reports.repeat_count",
            "\(reports.repeatCount)",
            "0 to 65535"
        )
        try require(
            1...255 ~= reports.quietCount,
            nil,
            "reports.quiet_count",
            "\(reports.quietCount)",
            "1 to 255"
        )
    }

    private static func require(
        _ condition: Bool,
        _ detector: Detector?,
        _ field: String,
        _ found: @autoclosure () -> String,
        _ expected: @autoclosure () -> String
    ) throws(DetectorSettingsError) {
        if !condition { throw DetectorSettingsError(detector, field, found(), expected()) }
    }
}
