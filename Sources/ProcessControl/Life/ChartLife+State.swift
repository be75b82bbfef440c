import Records

extension ChartLife {
    /// Writes everything but the settings it was made with.
    public func write(to writer: inout StateWriter) {
        writer.write(phase.rawValue)
        writer.write(list: collected)
        writer.write(list: excluded)
        writer.write(list: versions)
        writer.write(evidence)
        writer.write(UInt8(calmCount))
        if phase == .proposed, let proposal {
            writer.write(proposal.evidence)
            writer.write(proposal.estimate)
        }
    }

    /// Reads what `write` wrote for the same settings.
    public init(
        collectCount: Int,
        family: LifeFamily,
        from reader: inout StateReader
    ) throws(StateError) {
        self.init(collectCount: collectCount, family: family)
        phase = try reader.readCase()
        collected = try reader.readList(limit: 2 * collectCount, elementByteCount: 48)
        excluded = try reader.readList(limit: collected.count, elementByteCount: 8)
        versions = try reader.readList(limit: Self.versionsMax, elementByteCount: 40)
        evidence = try LimitEvidence(from: &reader)
        calmCount = Int(try reader.read(in: 0...UInt8(Self.calmMax), "a count of points"))
        try check(reader)
        guard phase == .proposed else { return }
        let evidence = try LimitEvidence(from: &reader)
        let estimate = try LifeEstimate(from: &reader)
        proposal = LimitProposal(
            estimate: estimate,
            before: versions[versions.count - 1],
            pointsSinceChange: estimate.pointCount,
            evidence: evidence
        )
    }

    private func check(_ reader: borrowing StateReader) throws(StateError) {
        let isJudging = phase.rawValue >= LifePhase.monitoring.rawValue
        guard !isJudging || !versions.isEmpty else {
            throw reader.invalid("a chart that is \(phase) without limits")
        }
        guard excluded.allSatisfy({ collected.indices.contains($0.number - 1) }) else {
            throw reader.invalid("a point left out that was not collected")
        }
        guard collected.allSatisfy(family.takes) else {
            throw reader.invalid("points of another kind of chart")
        }
    }
}

extension ExcludedPoint: Persistent {
    /// Writes number and cause.
    public func write(to writer: inout StateWriter) {
        writer.write(Int32(number))
        writer.write(cause)
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        number = Int(try reader.read(in: 1...(Int32.max), "a point number"))
        cause = try reader.readText()
    }
}

extension LimitVersion: Persistent {
    /// Writes every field.
    public func write(to writer: inout StateWriter) {
        writer.write(number)
        writer.write(estimate)
        writer.write(effectiveFrom)
        writer.write(approver)
        writer.write(why)
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        number = try reader.read(in: 0...(.max / 2), "a limit version")
        let estimate = try LifeEstimate(from: &reader)
        (mean, sigma, pointCount) = (estimate.mean, estimate.sigma, estimate.pointCount)
        effectiveFrom = try reader.readTime()
        approver = try reader.readText()
        why = try reader.readText()
    }
}

extension LifeEstimate: Persistent {
    /// Writes the three numbers: 20 bytes.
    public func write(to writer: inout StateWriter) {
        writer.write(mean)
        writer.write(sigma)
        writer.write(Int32(pointCount))
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        mean = try reader.readDouble()
        sigma = try reader.readDouble()
        pointCount = Int(try reader.read(in: 0...(Int32.max), "a count of points"))
        guard ControlChart.accepts(mean), sigma >= 0, ControlChart.accepts(sigma) else {
            throw reader.invalid("limits at \(mean) with sigma \(sigma)")
        }
    }
}

extension LimitEvidence: Persistent {
    /// Writes every field: 49 bytes.
    public func write(to writer: inout StateWriter) {
        for count in [pointCount, signalCount, sideRun] { writer.write(Int64(count)) }
        for number in [autocorrelation, sigmaProbability, sigmaRatio] { writer.write(number) }
        writer.write(isReported)
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        let counts = Int64(0)...(Int64.max / 2)
        pointCount = Int(try reader.read(in: counts, "a point count"))
        signalCount = Int(try reader.read(in: 0...20, "a count of signals"))
        sideRun = Int(try reader.read(in: counts, "a run"))
        autocorrelation = try reader.readDouble()
        sigmaProbability = try reader.readDouble()
        sigmaRatio = try reader.readDouble()
        isReported = try reader.readBool()
    }
}
