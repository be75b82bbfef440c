extension RunRuleHistory {
    /// Clears every bit that no future verdict of a set without rules 3 and 4 depends on, so that
    /// histories with the same future are equal.
    mutating func forget(beyond set: RunRuleSet) {
        let rules = set.rules
        let side = max(
            rules.contains(.oneSide) ? set.oneSide : 1,
            rules.contains(.shortOneSide) ? set.shortOneSide : 1
        )
        let within = rules.contains(.withinOneSigma) ? set.within : 1
        sides = BitLanes(
            sides[0] & newest(side, run: sides[0]),
            sides[1] & newest(side, run: sides[1]),
            sides[2] & newest(within, run: sides[2])
        )
        let oneWindow = RunRuleMasks.newest(
            rules.contains(.beyondOneSigma) ? set.oneSigmaWindow - 1 : 0
        )
        let outside = rules.contains(.outsideOneSigma) ? set.outside : 1
        let one = oneWindow | newest(outside, run: zones[0] | zones[1])
        let two = RunRuleMasks.newest(rules.contains(.beyondTwoSigma) ? set.twoSigmaWindow - 1 : 0)
        zones = BitLanes(zones[0] & one, zones[1] & one, zones[2] & two, zones[3] & two)
        steps = BitLanes()
        previous = 0
    }

    /// The newest points up to the first zero in a lane, one fewer than the pattern's length at most:
    /// what a run that is not complete can still become.
    private func newest(_ length: UInt8, run lane: UInt16) -> UInt16 {
        RunRuleMasks.newest(length - 1) & RunRuleMasks.newest(UInt8((~lane).trailingZeroBitCount))
    }
}

extension BitLanes {
    /// Lanes from their bits.
    init(_ lane0: UInt16, _ lane1: UInt16, _ lane2: UInt16, _ lane3: UInt16 = 0) {
        word =
            UInt64(lane0) | UInt64(lane1) << 16 | UInt64(lane2) << 32 | UInt64(lane3) << 48
    }
}
