import ProcessControl

// The limits of a chart, whatever its family.
extension ChartUnit {
    /// Limits in force; nil while there are none.
    var limits: LifeEstimate? {
        if case .attributes(let judge) = judge { return judge.limits }
        return base?.limitsInForce
    }

    /// Version of the limits in force, or of the last ones.
    var limitVersion: UInt32 {
        if case .attributes(let judge) = judge { return judge.limitVersion }
        return base?.limitVersion ?? 0
    }

    /// Judges by new limits from the next point on. Run rules, averages and sums start anew.
    package mutating func take(_ estimate: LifeEstimate, _ plan: ChartPlan) {
        switch judge {
        case .shewhart(var chart):
            chart.take(estimate)
            judge = .shewhart(chart)
        case .ewma(var base, _):
            base.take(estimate)
            judge = .ewma(base, nil)
        case .cusum(var base, _):
            base.take(estimate)
            judge = .cusum(base, nil)
        case .attributes(var attributes):
            attributes.begin(estimate.mean, estimate.sigma, plan)
            judge = .attributes(attributes)
        case .revisable(var chart):
            try? chart.reset(to: .known(mean: estimate.mean, sigma: estimate.sigma))
            judge = .revisable(chart)
        }
        watch = LimitWatch(referenceCount: estimate.pointCount)
    }

    /// Judges no more until somebody gives limits.
    mutating func collectAnew() {
        switch judge {
        case .shewhart(var chart):
            chart.collectAnew()
            judge = .shewhart(chart)
        case .ewma(var base, _):
            base.collectAnew()
            judge = .ewma(base, nil)
        case .cusum(var base, _):
            base.collectAnew()
            judge = .cusum(base, nil)
        case .attributes(var attributes):
            attributes.collectAnew()
            judge = .attributes(attributes)
        case .revisable(var chart):
            try? chart.reset(to: .unending)
            judge = .revisable(chart)
        }
    }

    /// Lets run rules, averages and sums start anew under the same limits, and gives an unfinished
    /// subgroup up.
    mutating func breakRuns() {
        discardUnfinishedSubgroup()
        switch judge {
        case .shewhart(var chart):
            chart.breakRuns()
            judge = .shewhart(chart)
        case .ewma(var base, _):
            base.breakRuns()
            judge = .ewma(base, nil)
        case .cusum(var base, _):
            base.breakRuns()
            judge = .cusum(base, nil)
        case .attributes(var attributes):
            attributes.breakRuns()
            judge = .attributes(attributes)
        case .revisable(var chart):
            chart.breakRuns()
            judge = .revisable(chart)
        }
    }

    /// Shows a judged point to the watch.
    mutating func observe(_ point: PointVerdict, size: Double, isSignal: Bool) {
        guard point.outcome == .monitoring else { return }
        guard watch.observe(WatchedPoint(point, size: size), isSignal: isSignal) else { return }
        let points = LimitWatch.blockCount
        watch.close(freedom: base?.degreesOfFreedom(points: points) ?? .nan)
    }

    /// Whether something about the limits has to be looked at after a point.
    func needsCare(_ point: PointVerdict) -> Bool {
        if hasLife || watch.hasGrounds { return true }
        return point.outcome == .collecting ? limits != nil : point.pointNumber == 1
    }
}

extension ChartSlot {
    /// Shows a point to the watch. True when something about the limits has to be looked at.
    @inline(__always)
    mutating func follow(_ point: PointVerdict, size: Int) -> Bool {
        guard point.outcome == .monitoring else {
            let isFirst = point.pointNumber == 1 && point.outcome != .collecting
            return hasLife || isFirst
                || point.outcome == .collecting && chart.phase != .collecting
        }
        let watched = WatchedPoint(point, size: Double(size))
        if watch.observe(watched, isSignal: point.isSignal) {
            watch.close(freedom: chart.degreesOfFreedom(points: LimitWatch.blockCount))
        }
        return hasLife || watch.hasGrounds || point.pointNumber == 1
    }
}
