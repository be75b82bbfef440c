import Records

extension LimitWatch {
    /// Whether anything speaks against the limits; a few instructions.
    public var hasGrounds: Bool {
        (signals & 0xF_FFFF).nonzeroBitCount >= 5 || abs(sideRun) >= 9 || sigmaProbability < 0.001
            || abs(autocorrelation) > LimitEvidence.autocorrelationMax
    }

    /// What speaks against the limits.
    public var evidence: LimitEvidence {
        var evidence = LimitEvidence()
        evidence.pointCount = Int(pointCount)
        evidence.signalCount = (signals & 0xF_FFFF).nonzeroBitCount
        evidence.sideRun = Int(abs(sideRun))
        evidence.autocorrelation = Double(autocorrelation)
        evidence.sigmaRatio = Double(sigmaRatio)
        evidence.sigmaProbability = Double(sigmaProbability)
        return evidence
    }

    /// Points since the change: those of the larger sum for a shift or a storm of signals, otherwise
    /// those of the last block, because a change of spread has no place in it.
    public var pointsSinceChange: Int { Int(sinceChange.count) }

    /// What the points since the change say of a process with this centre and σ in force. σ is the mean
    /// of what their dispersions say; without dispersions it is the one in force.
    ///
    /// - Throws: `LifeCycleError` when there are fewer than eight points.
    public func estimate(
        centre: Double,
        sigma: Double
    ) throws(LifeCycleError) -> LifeEstimate {
        let stretch = sinceChange
        guard stretch.count >= 8 else {
            throw .noLimits("only \(stretch.count) points lie after the change; wait for eight.")
        }
        let ratio =
            stretch.ratioCount == 0 ? 1 : Double(stretch.ratios) / Double(stretch.ratioCount)
        return LifeEstimate(
            mean: centre + stretch.total / stretch.weight,
            sigma: sigma * ratio,
            pointCount: Int(stretch.count)
        )
    }

    private var sinceChange: Stretch {
        let larger = upper.sum >= lower.sum ? upper : lower
        let grounds = evidence.grounds
        if grounds.contains(.shift) || grounds.contains(.storm) || lastBlock.count == 0 {
            return larger
        }
        return larger.count >= lastBlock.count ? larger : lastBlock
    }
}

extension LimitWatch: Persistent {
    /// Writes everything: 204 bytes.
    public func write(to writer: inout StateWriter) {
        writer.write(referenceCount)
        writer.write(pointCount)
        writer.write(signals)
        writer.write(sideRun)
        for value in [
            autocorrelation, sigmaRatio, sigmaProbability, squares, products, first, previous,
        ] {
            writer.write(value.bitPattern)
        }
        for stretch in [upper, lower, block, lastBlock] { writer.write(stretch) }
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        self.init(referenceCount: Int(try reader.read(in: 1...(UInt32.max), "a count of points")))
        pointCount = try reader.read()
        signals = try reader.read()
        sideRun = try reader.read(in: -30_000...30_000, "a run on one side")
        autocorrelation = try Self.float(&reader)
        sigmaRatio = try Self.float(&reader)
        sigmaProbability = try Self.float(&reader)
        squares = try Self.float(&reader)
        products = try Self.float(&reader)
        first = try Self.float(&reader)
        previous = try Self.float(&reader)
        upper = try Stretch(from: &reader)
        lower = try Stretch(from: &reader)
        block = try Stretch(from: &reader)
        lastBlock = try Stretch(from: &reader)
        guard block.count < Self.blockCount else {
            throw reader.invalid("a block of \(block.count) points")
        }
    }

    fileprivate static func float(_ reader: inout StateReader) throws(StateError) -> Float {
        Float(bitPattern: try reader.read(UInt32.self))
    }
}

extension LimitWatch.Stretch: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(sum.bitPattern)
        writer.write(count)
        writer.write(weight)
        writer.write(total)
        writer.write(ratios.bitPattern)
        writer.write(ratioCount)
    }

    init(from reader: inout StateReader) throws(StateError) {
        sum = try LimitWatch.float(&reader)
        count = try reader.read()
        weight = try reader.readDouble()
        total = try reader.readDouble()
        ratios = try LimitWatch.float(&reader)
        ratioCount = try reader.read(in: 0...count, "a count of dispersions")
        guard sum.isFinite, ratios >= 0, count == 0 || weight > 0, total.isFinite else {
            throw reader.invalid("sums of points that cannot be")
        }
    }
}
