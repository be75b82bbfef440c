import Records

extension ChartLife {
    /// Writes everything but the settings it was made with.
    public func write(to writer: inout StateWriter) {
        writer.write(phase.rawValue)
        writer.write(list: collected)
        writer.write(list: excluded)
        writer.write(list: versions)
        writer.write(list: recent)
        writer.write(signals)
        writer.write(Int8(sideOfRun))
        writer.write(evidence)
        if phase == .proposed, let proposal {
            writer.write(Int64(proposal.pointsSinceChange))
            writer.write(proposal.evidence)
            writer.write(proposal.estimate)
        }
    }

    /// Reads what `write` wrote for the same settings.
    public init(
        collectCount: Int,
        method: SigmaMethod,
        from reader: inout StateReader
    ) throws(StateError) {
        self.init(collectCount: collectCount, method: method)
        phase = try reader.readCase()
        collected = try reader.readList(limit: Self.collectedMax, elementByteCount: 28)
        excluded = try reader.readList(limit: collected.count, elementByteCount: 8)
        versions = try reader.readList(limit: Self.versionsMax, elementByteCount: 36)
        recent = try reader.readList(limit: Self.recentMax, elementByteCount: 28)
        signals = try reader.read()
        sideOfRun = Int(try reader.read(in: Int8(-1)...1, "a side"))
        evidence = try LimitEvidence(from: &reader)
        try check(reader)
        guard phase == .proposed else { return }
        let after = try reader.read(in: 1...Int64(Self.recentMax), "points since a change")
        let evidence = try LimitEvidence(from: &reader)
        // Points that came after the proposal may have pushed some of its own out: the estimate that
        // was proposed is the one that counts, so it is written, not computed again.
        proposal = LimitProposal(
            estimate: try ProcessEstimate(from: &reader),
            before: versions[versions.count - 1],
            pointsSinceChange: Int(after),
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
        guard (collected + recent).allSatisfy({ ($0.count == 1) == method.isForIndividuals }) else {
            throw reader.invalid("points of another kind of chart")
        }
    }
}

extension SubgroupSummary: Persistent {
    /// Writes the four numbers: 28 bytes.
    public func write(to writer: inout StateWriter) {
        writer.write(Int32(count))
        writer.write(mean)
        writer.write(range)
        writer.write(deviation)
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        count = Int(try reader.read(in: 1...(Int32.max), "a subgroup size"))
        mean = try reader.readDouble()
        range = try reader.readDouble()
        deviation = try reader.readDouble()
        guard ControlChart.accepts(mean), range >= 0, deviation >= 0 else {
            throw reader.invalid("a subgroup of mean \(mean)")
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
        writer.write(mean)
        writer.write(sigma)
        writer.write(Int32(pointCount))
        writer.write(effectiveFrom)
        writer.write(approver)
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        number = try reader.read(in: 1...(.max / 2), "a limit version")
        mean = try reader.readDouble()
        sigma = try reader.readDouble()
        pointCount = Int(try reader.read(in: 2...(Int32.max), "a count of points"))
        effectiveFrom = try reader.readTime()
        approver = try reader.readText()
        guard ControlChart.accepts(mean), sigma > 0, ControlChart.accepts(sigma) else {
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

extension ProcessEstimate: Persistent {
    /// Writes every field: 33 bytes.
    public func write(to writer: inout StateWriter) {
        writer.write(mean)
        writer.write(sigma)
        writer.write(method.rawValue)
        writer.write(Int32(pointCount))
        writer.write(Int32(valueCount))
        writer.write(degreesOfFreedom)
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        mean = try reader.readDouble()
        sigma = try reader.readDouble()
        method = try reader.readCase()
        pointCount = Int(try reader.read(in: 2...(Int32.max), "a count of points"))
        valueCount = Int(try reader.read(in: 2...(Int32.max), "a count of values"))
        degreesOfFreedom = try reader.readDouble()
        guard ControlChart.accepts(mean), sigma >= 0, ControlChart.accepts(sigma) else {
            throw reader.invalid("an estimate of \(mean) with sigma \(sigma)")
        }
    }
}
