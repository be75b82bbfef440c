import Records

/// What one count adds to the windows that hold it, in millionths and nanoseconds.
///
/// Missing quantities follow from those given: good is total less scrap and rework, total is good and
/// scrap and rework. Rejects that come without either are kept aside as loose.
struct CountAmounts: BitwiseCopyable {
    var total: Int64 = 0
    var good: Int64 = 0
    var idealTotal: Int64 = 0
    var idealGood: Int64 = 0
    var scrap: Int64 = 0
    var rework: Int64 = 0
    var unrated: Int64 = 0
    var looseReject: Int64 = 0
    var looseRejectIdeal: Int64 = 0
    var looseUnrated: Int64 = 0
    var rolloverCount: Int64 = 0
    var resetCount: Int64 = 0
    /// Whether everything from scrap on is zero, as in most counts.
    var isPlain = false

    /// The amounts of a sample; counters are measured from `readings`.
    init(_ sample: CountSample, after readings: CounterReadings) {
        var amounts = sample.micro
        if sample.kind == .counter { measure(sample, readings, &amounts) }
        (scrap, rework) = (amounts[2], amounts[3])
        let rejects = saturatingSum(scrap, rework)
        let cycle = sample.idealCycleNanoseconds
        if sample.given & 0b11 == 0 {
            looseReject = rejects
            looseRejectIdeal = idealTime(rejects, cycle)
            looseUnrated = cycle == 0 ? rejects : 0
            return
        }
        total = sample.given & 0b01 != 0 ? amounts[0] : saturatingSum(amounts[1], rejects)
        good = sample.given & 0b10 != 0 ? amounts[1] : saturatingSum(amounts[0], -rejects)
        idealTotal = idealTime(total, cycle)
        idealGood = good == total ? idealTotal : idealTime(good, cycle)
        unrated = cycle == 0 ? total : 0
        isPlain = rejects | unrated | rolloverCount | resetCount == 0
    }

    private mutating func measure(
        _ sample: CountSample,
        _ readings: CounterReadings,
        _ amounts: inout InlineArray<4, Int64>
    ) {
        amounts = .init(repeating: 0)
        for index in 0..<4 where sample.given & readings.given & (1 << UInt8(index)) != 0 {
            let step = CounterStep(
                from: readings.micro[index],
                to: sample.micro[index],
                modulus: sample.modulusMicro
            )
            amounts[index] = step.delta
            if step.isRollover { rolloverCount += 1 }
            if step.isReset { resetCount += 1 }
        }
    }
}
