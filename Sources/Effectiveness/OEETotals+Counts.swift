import Records

extension OEETotals {
    /// Adds what one count says, or the sum of several.
    mutating func add(_ amounts: CountAmounts, of messageCount: Int64 = 1) {
        add(messageCount, to: .sampleCount)
        add(amounts.total, to: .total)
        add(amounts.good, to: .good)
        add(amounts.idealTotal, to: .idealTotal, rest: .idealTotalRest)
        add(amounts.idealGood, to: .idealGood, rest: .idealGoodRest)
        add(amounts.taktGood, to: .taktGood)
        if amounts.isPlain { return }
        add(amounts.scrap, to: .scrap)
        add(amounts.rework, to: .rework)
        add(amounts.startup, to: .startup)
        add(amounts.idealStartup, to: .idealStartup, rest: .idealStartupRest)
        add(amounts.unrated, to: .unrated)
        add(amounts.looseReject, to: .looseReject)
        add(amounts.looseRejectIdeal, to: .looseRejectIdeal, rest: .looseRejectIdealRest)
        add(amounts.looseUnrated, to: .looseUnrated)
        add(amounts.rolloverCount, to: .rolloverCount)
        add(amounts.resetCount, to: .resetCount)
        add(amounts.gapCount, to: .gapCount)
        add(amounts.gapTotal, to: .gapTotal)
    }

    /// Decides what loose rejects are: part of the total for equipment that reports totals, additional
    /// pieces for equipment that reports good and rejects apart.
    mutating func settleRejects(areInsideTotal: Bool) {
        if self[.looseReject] == 0 { return }
        let ideal = exactTime(.looseRejectIdeal, rest: .looseRejectIdealRest)
        if areInsideTotal {
            add(-self[.looseReject], to: .good)
            add(ideal.negated, to: .idealGood, rest: .idealGoodRest)
        } else {
            add(self[.looseReject], to: .total)
            add(ideal, to: .idealTotal, rest: .idealTotalRest)
            add(self[.looseUnrated], to: .unrated)
        }
        self[.looseReject] = 0
        self[.looseRejectIdeal] = 0
        self[.looseRejectIdealRest] = 0
        self[.looseUnrated] = 0
    }
}
