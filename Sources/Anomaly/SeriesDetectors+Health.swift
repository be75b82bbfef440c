import Records

// The detectors of sensor health: fixed limits, nothing to learn but the usual period.
extension SeriesDetectors {
    /// How many silent gaps in a row are kept out of the usual period before it adapts.
    static let excludedGapCountMax: UInt8 = 8
    /// Weight of the newest gap in the usual period, once there were as many gaps as its inverse.
    static let periodSmoothing: Float = 0.1

    func judgeRange(_ verdict: inout Verdict, _ settings: DetectorSettings) {
        guard settings.enabled.contains(.range) else { return }
        verdict.judged.set(.range, true)
        // Written so that NaN fires.
        let isInside = verdict.value >= settings.lower && verdict.value <= settings.upper
        if !isInside || !verdict.value.isFinite { verdict.firing.set(.range, true) }
    }

    func judgeRate(_ verdict: inout Verdict, _ settings: DetectorSettings) {
        guard settings.enabled.contains(.rateOfChange), verdict.elapsedNanoseconds > 0,
            !verdict.previous.isNaN
        else { return }
        verdict.judged.set(.rateOfChange, true)
        let allowed = settings.ratePerNanosecond * Double(verdict.elapsedNanoseconds)
        if abs(verdict.value - verdict.previous) > allowed {
            verdict.firing.set(.rateOfChange, true)
        }
    }

    mutating func judgeFlatline(
        _ verdict: inout Verdict,
        _ time: EventTime,
        _ judges: Bool,
        _ settings: DetectorSettings
    ) {
        guard settings.enabled.contains(.flatline) else { return }
        guard judges else { return suspend() }
        verdict.judged.set(.flatline, true)
        // Written so that an unknown anchor (NaN) counts as changed.
        if abs(verdict.value - anchor) <= settings.flatlineEpsilon {
            if stillCount < .max { stillCount += 1 }
            verdict.anchor = anchor
            verdict.stillNanoseconds = time - anchorTime
            if verdict.stillNanoseconds >= settings.flatlineNanoseconds
                && stillCount >= settings.flatlineCount
            {
                verdict.firing.set(.flatline, true)
            }
        } else {
            anchor = verdict.value
            anchorTime = time
            stillCount = 1
            verdict.anchor = anchor
        }
    }

    /// Judges the gap before a reading, and learns the usual period from it.
    mutating func judgeGap(
        _ verdict: inout Verdict,
        _ learn: Bool,
        _ judges: Bool,
        _ settings: DetectorSettings
    ) {
        guard settings.enabled.contains(.dropout) else { return }
        let gap = verdict.elapsedNanoseconds
        let limit = silenceNanosecondsMax(settings)
        let isSilent = limit.map { gap >= $0 } ?? false
        if isArmed && judges {
            verdict.silenceNanosecondsMax = limit ?? 0
            verdict.judged.set(.dropout, limit != nil)
            verdict.warmingUp.set(.dropout, limit == nil)
            verdict.firing.set(.dropout, isSilent)
        }
        // A gap that began while the equipment stood still says nothing about the period.
        guard isArmed && learn && gap > 0 && settings.timeoutNanoseconds == 0 else { return }
        if isSilent && excludedGapCount < Self.excludedGapCountMax {
            excludedGapCount += 1
            return
        }
        if !isSilent { excludedGapCount = 0 }
        if gapCount < .max { gapCount += 1 }
        let weight = max(Self.periodSmoothing, 1 / Float(gapCount))
        periodMean += weight * (Float(gap) - periodMean)
    }

    /// The gap that counts as silence, in nanoseconds; nil while the usual period is not known.
    public func silenceNanosecondsMax(_ settings: DetectorSettings) -> Int64? {
        if settings.timeoutNanoseconds > 0 { return settings.timeoutNanoseconds }
        guard gapCount >= settings.gapCountMin else { return nil }
        let limit = settings.periodFactor * Double(periodMean)
        return limit < 9e18 ? max(1, Int64(limit)) : .max
    }

    /// When this series will count as silent if nothing comes; nil when it cannot (dropout does not
    /// run, no reading yet, period not known, equipment not running) or when its silence is already
    /// reported.
    public func dueTime(settings: DetectorSettings) -> EventTime? {
        guard settings.enabled.contains(.dropout), isArmed, !held.contains(.dropout),
            hasReading, let limit = silenceNanosecondsMax(settings)
        else { return nil }
        return newest.advanced(byNanoseconds: limit)
    }

    /// Whether the series is silent for too long at `time`, reported or not.
    public func isOverdue(at time: EventTime, settings: DetectorSettings) -> Bool {
        guard settings.enabled.contains(.dropout), isArmed, hasReading,
            let limit = silenceNanosecondsMax(settings)
        else { return false }
        return time - newest >= limit
    }

    /// A look at the clock: reports silence, once. The next normal readings end it.
    ///
    /// If nobody looks, the reading that ends the silence reports it.
    public mutating func check(at time: EventTime, settings: DetectorSettings) -> Verdict {
        var verdict = Verdict(.tick, .nan)
        guard isOverdue(at: time, settings: settings) else { return verdict }
        verdict.previous = previous
        verdict.elapsedNanoseconds = time - newest
        verdict.silenceNanosecondsMax = silenceNanosecondsMax(settings) ?? 0
        verdict.judged.set(.dropout, true)
        verdict.firing.set(.dropout, true)
        if !held.contains(.dropout) { report(&verdict, settings) }
        return verdict
    }
}
