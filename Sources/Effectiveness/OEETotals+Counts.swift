import Records

extension OEETotals {
    /// Adds what one count says.
    mutating func add(_ amounts: CountAmounts) {
        add(1, to: .sampleCount)
        add(amounts.total, to: .total)
        add(amounts.good, to: .good)
        add(amounts.idealTotal, to: .idealTotal)
        add(amounts.idealGood, to: .idealGood)
        if amounts.isPlain { return }
        add(amounts.scrap, to: .scrap)
        add(amounts.rework, to: .rework)
        add(amounts.unrated, to: .unrated)
        add(amounts.looseReject, to: .looseReject)
        add(amounts.looseRejectIdeal, to: .looseRejectIdeal)
        add(amounts.looseUnrated, to: .looseUnrated)
        add(amounts.rolloverCount, to: .rolloverCount)
        add(amounts.resetCount, to: .resetCount)
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
