import Records

/// What one count adds to the windows that hold it, in millionths and nanoseconds.
///
/// Missing quantities follow from those given: good is total less rejects, total is good and rejects,
/// where rejects are scrap, rework and the rejects of a start-up. Rejects that come without either are
/// kept aside as loose. Rejects of something that was counted as good move from good to rejects.
struct CountAmounts: BitwiseCopyable {
    var total: Int64 = 0
    var good: Int64 = 0
    var idealTotal = ExactTime()
    var idealGood = ExactTime()
    var taktGood: Int64 = 0
    var scrap: Int64 = 0
    var rework: Int64 = 0
    var startup: Int64 = 0
    var idealStartup = ExactTime()
    var unrated: Int64 = 0
    var looseReject: Int64 = 0
    var looseRejectIdeal = ExactTime()
    var looseUnrated: Int64 = 0
    var rolloverCount: Int64 = 0
    var resetCount: Int64 = 0
    var gapCount: Int64 = 0
    var gapTotal: Int64 = 0
    /// Whether everything from scrap on is zero, as in most counts.
    var isPlain = true

    /// Nothing counted.
    init() {}

    /// The amounts of an entry; counters are measured from `readings`.
    init(_ entry: CountEntry, after readings: CounterReadings, _ policy: CounterPolicy) {
        let sample = entry.sample
        var amounts = sample.micro
        if sample.kind == .counter { measure(entry, readings, policy, &amounts) }
        (scrap, rework, startup) = (amounts[2], amounts[3], amounts[4])
        let rejects = saturatingSum(saturatingSum(scrap, rework), startup)
        let cycle = sample.idealCycleNanoseconds
        if startup != 0 { idealStartup = ExactTime(startup, cycleNanoseconds: cycle) }
        isPlain = false
        if sample.wasCountedAsGood {
            good = -rejects
            idealGood = ExactTime(good, cycleNanoseconds: cycle)
            taktGood = ExactTime(good, cycleNanoseconds: sample.taktNanoseconds).nanoseconds
            return
        }
        if sample.given & 0b11 == 0 {
            looseReject = rejects
            looseRejectIdeal = ExactTime(rejects, cycleNanoseconds: cycle)
            looseUnrated = cycle == 0 ? rejects : 0
            return
        }
        total = sample.given & 0b01 != 0 ? amounts[0] : saturatingSum(amounts[1], rejects)
        good = sample.given & 0b10 != 0 ? amounts[1] : saturatingSum(amounts[0], -rejects)
        idealTotal = ExactTime(total, cycleNanoseconds: cycle)
        idealGood = good == total ? idealTotal : ExactTime(good, cycleNanoseconds: cycle)
        taktGood = ExactTime(good, cycleNanoseconds: sample.taktNanoseconds).nanoseconds
        unrated = cycle == 0 ? total : 0
        if gapCount > 0 { gapTotal = total }
        isPlain = rejects | unrated | rolloverCount | resetCount | gapCount == 0
    }

    /// Whether adding this and one more like it up first gives what adding them to a window one by one
    /// gives: nothing is taken away, and no sum comes near the largest number, where windows stop.
    var isAdditive: Bool {
        // The sign is the highest bit: what is below zero is larger than any limit.
        var all = total | good | idealTotal.nanoseconds | idealGood.nanoseconds | taktGood
        if !isPlain {
            all |= scrap | rework | startup | idealStartup.nanoseconds | unrated
            all |= looseReject | looseRejectIdeal.nanoseconds | looseUnrated
        }
        return UInt64(bitPattern: all) < 1 << 61
    }

    /// Adds what another count says.
    mutating func add(_ other: CountAmounts) {
        total = saturatingSum(total, other.total)
        good = saturatingSum(good, other.good)
        idealTotal.add(other.idealTotal)
        idealGood.add(other.idealGood)
        taktGood = saturatingSum(taktGood, other.taktGood)
        if other.isPlain { return }
        isPlain = false
        scrap = saturatingSum(scrap, other.scrap)
        rework = saturatingSum(rework, other.rework)
        startup = saturatingSum(startup, other.startup)
        idealStartup.add(other.idealStartup)
        unrated = saturatingSum(unrated, other.unrated)
        looseReject = saturatingSum(looseReject, other.looseReject)
        looseRejectIdeal.add(other.looseRejectIdeal)
        looseUnrated = saturatingSum(looseUnrated, other.looseUnrated)
    }

    private mutating func measure(
        _ entry: CountEntry,
        _ readings: CounterReadings,
        _ policy: CounterPolicy,
        _ amounts: inout InlineArray<5, Int64>
    ) {
        let sample = entry.sample
        amounts = .init(repeating: 0)
        for index in 0..<5 where sample.given & readings.given & (1 << UInt8(index)) != 0 {
            let step = CounterStep(
                from: readings.micro[index],
                to: sample.micro[index],
                modulus: sample.modulusMicro,
                jitter: policy.jitterMicro
            )
            amounts[index] = step.delta
            if step.isRollover { rolloverCount += 1 }
            if step.isReset { resetCount += 1 }
        }
        let isGap = entry.time - readings.time > policy.gapNanoseconds
        if isGap && sample.given & readings.given != 0 { gapCount = 1 }
    }
}
