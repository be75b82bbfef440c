import Records

// The state of a chart without its design, which the plant file says again. What the chart does at
// the moment decides what there is to write:
//
//     always        phase, version of the limits, number of points
//     individuals   the newest value          means   the unfinished subgroup
//     collecting    the estimate              else    both sets of limits
//     monitoring    what the run rules remember
extension ControlChart {
    /// Writes what future verdicts depend on and the design does not say: 117 bytes for an
    /// individuals chart with limits, 73 while it collects. O(1), allocates nothing itself.
    public func write(to writer: inout StateWriter) {
        writer.write(phase.rawValue)
        writer.write(limitVersion)
        writer.write(Int64(pointCount))
        switch kind {
        case .individualsMovingRange: writer.write(previous)
        case .meanRange: subgroup.write(to: &writer)
        case .meanDeviation:
            subgroup.write(to: &writer)
            writer.write(subgroup.anchor)
            writer.write(subgroup.squares)
        }
        if phase == .collecting {
            writer.write(estimateCount)
            estimate.write(to: &writer)
            if sizeVaries { writer.write(estimate.weight) }
        } else {
            location.write(to: &writer)
            range.write(to: &writer)
        }
        if phase == .monitoring { history.write(to: &writer) }
    }

    /// Reads a chart of this design. The limits and the number of points still to collect are those
    /// that were written, also where the design now says others.
    ///
    /// - Throws: `StateError` for bytes that no chart of this kind and subgroup size writes.
    public init(design: ChartDesign, from reader: inout StateReader) throws(StateError) {
        self.init(design)
        phase = try reader.readCase()
        let versionMin: UInt32 = phase == .collecting ? 0 : 1
        // The ends leave room to count on for longer than any plant lasts.
        limitVersion = try reader.read(in: versionMin...(.max / 2), "a limit version")
        pointCount = Int(try reader.read(in: 0...(Int64.max / 2), "a point count"))
        switch kind {
        case .individualsMovingRange: previous = try reader.readDouble()
        case .meanRange: subgroup = try SubgroupAccumulator(from: &reader)
        case .meanDeviation:
            subgroup = try SubgroupAccumulator(from: &reader)
            subgroup.anchor = try reader.readDouble()
            subgroup.squares = try DoubleDouble(from: &reader)
        }
        guard subgroup.count < size else {
            throw reader.invalid("\(subgroup.count) values of an unfinished subgroup of \(size)")
        }
        history = RunRuleHistory()
        estimate = LimitsEstimate()
        if phase == .collecting {
            try readEstimate(from: &reader)
        } else {
            try readLimits(from: &reader)
        }
        if phase == .monitoring { history = try RunRuleHistory(from: &reader) }
    }

    private mutating func readLimits(from reader: inout StateReader) throws(StateError) {
        location = try LocationLimits(from: &reader)
        range = try DispersionLimits(from: &reader)
        guard (range.centre > 0) == (phase == .monitoring) else {
            throw reader.invalid("a mean range of \(range.centre) while \(phase)")
        }
    }

    private mutating func readEstimate(from reader: inout StateReader) throws(StateError) {
        let counts = LimitsSource.estimateCounts
        let range = Int32(counts.lowerBound)...Int32(counts.upperBound)
        estimateCount = try reader.read(in: range, "a number of points to collect")
        estimate = try LimitsEstimate(from: &reader)
        if sizeVaries { estimate.weight = try reader.readDouble() }
        guard estimate.weight >= 0, estimate.weight < .infinity else {
            throw reader.invalid("a weight of \(estimate.weight)")
        }
        guard estimate.count < estimateCount, estimate.count <= pointCount else {
            throw reader.invalid("\(estimate.count) collected points of \(estimateCount)")
        }
    }
}
