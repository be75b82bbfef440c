import ProcessControl

/// What a chart of any family says about a point.
///
/// A CUSUM plots its larger sum in standard errors, the lower one below zero, between limits of ±h; z is
/// that of the value.
package struct ChartVerdict {
    /// The point.
    package var point: PointVerdict
    /// Both sums of a CUSUM; nil for the others, and while limits are collected.
    package var sums: CUSUMVerdict?
    /// Values of the point, or units inspected.
    package var size: Double

    init(_ point: PointVerdict, size: Double) {
        self.point = point
        self.size = size
    }

    /// A CUSUM's verdict in place of the one of the chart that collected its limits.
    init(_ sums: CUSUMVerdict, of base: PointVerdict, size: Double) {
        var point = base
        point.plot(sums)
        self.point = point
        self.sums = sums
        self.size = size
    }

    /// Distance from the centre in standard errors; of a CUSUM that of the value.
    var z: Double { sums?.z ?? point.z }

    /// The points that form the pattern of a rule: bit i is set for the point i places before this one.
    /// On a CUSUM those since its sum was zero, sixteen at most.
    func members(of rule: RunRule) -> UInt16 {
        guard let sums, sums.isSignal else { return point.members(of: rule) }
        return UInt16.max >> UInt16(16 - min(16, max(1, signalling(sums).runLength)))
    }

    /// Points since the change that a signal of a CUSUM speaks of; nil for other verdicts.
    var pointsSinceChange: Int? {
        guard let sums, sums.isSignal else { return nil }
        return signalling(sums).runLength
    }

    private func signalling(_ sums: CUSUMVerdict) -> CUSUMVerdict.Side {
        sums.lower.isSignal && (!sums.upper.isSignal || sums.lower.sum > sums.upper.sum)
            ? sums.lower : sums.upper
    }
}
