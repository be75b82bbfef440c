extension ControlChart {
    /// Whether a number can be plotted or be a limit.
    static func accepts(_ value: Double) -> Bool { abs(value) <= magnitudeMax }

    static func refusal(of value: Double) -> PointOutcome {
        value.isFinite ? .rejectedTooLarge : .rejectedNotFinite
    }

    mutating func begin(_ source: LimitsSource) {
        history = RunRuleHistory()
        previous = .nan
        subgroup = SubgroupAccumulator()
        estimate = LimitsEstimate()
        switch source {
        case .estimated(let count):
            estimateCount = Int32(count)
            phase = .collecting
        case .known(let mean, let sigma):
            freeze(LocationLimits(centre: mean, standardError: sigma / rootSize), sigma: sigma)
        case .fixed(let centre, let lcl, let ucl):
            let limits = LocationLimits(centre: centre, lcl: lcl, ucl: ucl)
            freeze(limits, sigma: limits.standardError * rootSize)
        }
    }

    var rootSize: Double { Double(size).squareRoot() }

    mutating func freeze(_ limits: LocationLimits, sigma: Double) {
        location = limits
        range = DispersionLimits(sigma: sigma, factors: factors)
        limitVersion += 1
        phase = sigma > 0 ? .monitoring : .degenerate
    }

    /// Whether the chart takes a subgroup of so many values.
    public func allows(_ count: Int) -> Bool {
        count == size || (sizeVaries && count >= 2 && kind.subgroupSizes.contains(count))
    }

    /// Takes a reading into the subgroup, if the chart has any; false while more are needed. A value that
    /// is refused is an answer, too.
    @usableFromInline
    mutating func completesPoint(_ value: Double) -> Bool {
        guard !kind.isIndividuals, Self.accepts(value) else { return true }
        subgroup.add(value)
        if kind == .meanDeviation { subgroup.addSquare(value) }
        return subgroup.count == size
    }

    @usableFromInline
    mutating func point(completedBy value: Double) -> PointVerdict {
        guard Self.accepts(value) else { return .rejected(Self.refusal(of: value)) }
        return kind.isIndividuals ? plotIndividual(value) : closeSubgroup()
    }

    mutating func closeSubgroup() -> PointVerdict {
        let complete = subgroup
        subgroup = SubgroupAccumulator()
        return plot(complete)
    }

    mutating func plot(_ whole: SubgroupAccumulator) -> PointVerdict {
        let dispersion = kind == .meanDeviation ? whole.deviation : whole.range
        return plot(whole.mean, count: Int(whole.count), dispersion: dispersion)
    }

    @inline(__always)
    mutating func plotIndividual(_ value: Double) -> PointVerdict {
        let movingRange = abs(value - previous)
        previous = value
        return plot(value, count: 1, dispersion: movingRange)
    }

    @inline(__always)
    mutating func plot(
        _ statistic: Double,
        count: Int,
        dispersion: Double
    ) -> PointVerdict {
        pointCount += 1
        switch phase {
        case .collecting: return collect(statistic, count, dispersion)
        case .monitoring where count == size:
            return judge(statistic, dispersion, location, range)
        case .monitoring:
            let limits = limits(count)
            return judge(statistic, dispersion, limits.location, limits.range)
        case .degenerate: return judgeWithoutZones(statistic, dispersion)
        }
    }

    /// Limits of a subgroup of another size than the nominal one.
    @inline(never)
    func limits(_ count: Int) -> (location: LocationLimits, range: DispersionLimits) {
        let scale = (Double(size) / Double(count)).squareRoot()
        let limits = LocationLimits(
            centre: location.centre,
            lowerZone: location.lowerZone * scale,
            upperZone: location.upperZone * scale,
            width: 3
        )
        let sigma = range.centre / factors.mean
        return (limits, DispersionLimits(sigma: sigma, factors: factors(count)))
    }

    func factors(_ count: Int) -> (mean: Double, deviation: Double) {
        guard count != size else { return factors }
        return kind.dispersionFactors(ConstantsBySize.constants(count, table))
    }

    @inline(never)
    mutating func collect(
        _ statistic: Double,
        _ count: Int,
        _ dispersion: Double
    ) -> PointVerdict {
        estimate.add(
            statistic,
            weight: sizeVaries ? Double(count) : 1,
            dispersion: collected(dispersion, count)
        )
        if estimate.count == estimateCount {
            let sigma = estimatedSigma
            let usable = sigma >= Self.sigmaMin ? sigma : 0
            freeze(
                LocationLimits(centre: estimate.centre, standardError: usable / rootSize),
                sigma: usable
            )
        }
        return PointVerdict(
            number: pointCount,
            statistic: statistic,
            dispersion: dispersion,
            outcome: .collecting
        )
    }

    /// What a range or deviation adds to the estimate: itself, where sizes vary an estimate of σ of its
    /// own, or the sum of squares that it stands for.
    private func collected(_ dispersion: Double, _ count: Int) -> Double {
        if isPooled { return Double(count - 1) * dispersion * dispersion }
        return sizeVaries ? dispersion / factors(count).mean : dispersion
    }

    private var estimatedSigma: Double {
        guard isPooled else { return estimate.meanDispersion / (sizeVaries ? 1 : factors.mean) }
        // Where sizes vary, the weight is the number of values.
        let values = sizeVaries ? estimate.weight : estimate.weight * Double(size)
        let freedom = values - Double(estimate.count)
        let deviation = (estimate.dispersions.value / freedom).squareRoot()
        return deviation / ControlChartConstants.c4(freedom: freedom)
    }

    @inline(__always)
    mutating func judge(
        _ statistic: Double,
        _ dispersion: Double,
        _ location: LocationLimits,
        _ range: DispersionLimits
    ) -> PointVerdict {
        let finding = history.add(statistic, limits: location, masks: runRules)
        if runRules.set.resetsOnSignal, !finding.rules.isEmpty { history = RunRuleHistory() }
        return PointVerdict(
            number: pointCount,
            statistic: statistic,
            dispersion: dispersion,
            outcome: .monitoring,
            limits: location,
            dispersionLimits: range,
            version: limitVersion,
            finding: finding,
            dispersionViolated: dispersionSignals && range.isViolated(by: dispersion)
        )
    }

    @inline(never)
    func judgeWithoutZones(_ statistic: Double, _ dispersion: Double) -> PointVerdict {
        var verdict = PointVerdict(
            number: pointCount,
            statistic: statistic,
            dispersion: dispersion,
            outcome: .degenerate,
            limits: location,
            dispersionLimits: range,
            version: limitVersion
        )
        if statistic != location.centre {
            verdict.finding.rules = rules.intersection(.beyondLimit)
        }
        return verdict
    }
}

extension ControlChart {
    /// What the chart remembers of earlier points besides its limits: enough to go back to a place.
    struct Mark: BitwiseCopyable, Sendable {
        var pointCount: Int
        var history: RunRuleHistory
        var previous: Double
    }

    var mark: Mark { Mark(pointCount: pointCount, history: history, previous: previous) }

    /// Goes back to a place under the same limits.
    mutating func rewind(to mark: Mark) {
        pointCount = mark.pointCount
        history = mark.history
        previous = mark.previous
    }
}
