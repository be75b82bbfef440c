import Records

extension OEETotals {
    /// Adds one count; counters are measured from `readings`, which move on.
    ///
    /// Missing quantities follow from those given: good is total less scrap and rework, total is good
    /// and scrap and rework. Rejects that come without either are kept aside as loose.
    mutating func add(_ sample: CountSample, after readings: inout CounterReadings) {
        let amounts = amounts(of: sample, after: &readings)
        readings.take(sample)
        add(1, to: .sampleCount)
        add(amounts[2], to: .scrap)
        add(amounts[3], to: .rework)
        let rejects = saturatingSum(amounts[2], amounts[3])
        let cycle = sample.idealCycleNanoseconds
        guard sample.given & 0b11 != 0 else {
            add(rejects, to: .looseReject)
            add(idealTime(rejects, cycle), to: .looseRejectIdeal)
            if cycle == 0 { add(rejects, to: .looseUnrated) }
            return
        }
        let hasTotal = sample.given & 0b01 != 0
        let hasGood = sample.given & 0b10 != 0
        let total = hasTotal ? amounts[0] : saturatingSum(amounts[1], rejects)
        let good = hasGood ? amounts[1] : saturatingSum(amounts[0], -rejects)
        add(total, to: .total)
        add(good, to: .good)
        add(idealTime(total, cycle), to: .idealTotal)
        add(idealTime(good, cycle), to: .idealGood)
        if cycle == 0 { add(total, to: .unrated) }
    }

    private mutating func amounts(
        of sample: CountSample,
        after readings: inout CounterReadings
    ) -> InlineArray<4, Int64> {
        if sample.kind == .delta { return sample.micro }
        var amounts = InlineArray<4, Int64>(repeating: 0)
        for index in 0..<4 where sample.given & readings.given & (1 << UInt8(index)) != 0 {
            let step = CounterStep(
                from: readings.micro[index],
                to: sample.micro[index],
                modulus: sample.modulusMicro
            )
            amounts[index] = step.delta
            if step.isRollover { add(1, to: .rolloverCount) }
            if step.isReset { add(1, to: .resetCount) }
        }
        return amounts
    }

    /// Decides what loose rejects are: part of the total for equipment that reports totals, additional
    /// pieces for equipment that reports good and rejects apart.
    mutating func settleRejects(areInsideTotal: Bool) {
        if self[.looseReject] == 0 { return }
        if areInsideTotal {
            add(-self[.looseReject], to: .good)
            add(-self[.looseRejectIdeal], to: .idealGood)
        } else {
            add(self[.looseReject], to: .total)
            add(self[.looseRejectIdeal], to: .idealTotal)
            add(self[.looseUnrated], to: .unrated)
        }
        self[.looseReject] = 0
        self[.looseRejectIdeal] = 0
        self[.looseUnrated] = 0
    }
}

/// Ideal time of an amount in millionths, exact to the nanosecond for whole units, saturating.
func idealTime(_ micro: Int64, _ cycleNanoseconds: Int64) -> Int64 {
    if micro == 0 || cycleNanoseconds == 0 { return 0 }
    let (units, rest) = micro.quotientAndRemainder(dividingBy: 1_000_000)
    let (whole, overflow) = units.multipliedReportingOverflow(by: cycleNanoseconds)
    if overflow { return micro < 0 ? .min : .max }
    if rest == 0 { return whole }
    let (high, low) = rest.multipliedFullWidth(by: cycleNanoseconds)
    // The remainder is below 10^6 in size, so the quotient by 10^6 is below the cycle and fits.
    let part = (1_000_000 as Int64).dividingFullWidth((high, low)).quotient
    return saturatingSum(whole, part)
}
