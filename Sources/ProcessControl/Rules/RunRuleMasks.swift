/// A set of run rules together with the masks of the newest points by which a point is judged. 28 bytes.
///
/// Made once per chart, so that no length has to be turned into a mask at every point.
struct RunRuleMasks: BitwiseCopyable, Sendable {
    /// One side (rule 2), within one sigma (7), steps of a trend (3), turns of an alternation (4).
    private let runMasks: BitLanes
    /// Outside one sigma (rule 8), the windows of rules 5 and 6, the shorter run W4.
    private let windows: BitLanes
    /// The set these masks were made of.
    let set: RunRuleSet

    init(_ set: RunRuleSet) {
        runMasks = BitLanes(
            Self.newest(set.oneSide),
            Self.newest(set.within),
            Self.newest(set.trend - 1),
            Self.newest(set.alternation - 2)
        )
        windows = BitLanes(
            Self.newest(set.outside),
            Self.newest(set.twoSigmaWindow),
            Self.newest(set.oneSigmaWindow),
            Self.newest(set.shortOneSide)
        )
        self.set = set
    }

    /// Lanes for runs above, below and within one sigma.
    var runs: BitLanes { BitLanes(twice: runMasks[0], runMasks[1]) }

    /// Lanes for steps up, steps down and turns.
    var trends: BitLanes { BitLanes(twice: runMasks[2], runMasks[3]) }

    /// Lanes for the shorter run above and below.
    var shortRuns: BitLanes { BitLanes(twice: windows[3], 0) }

    var outside: UInt16 { windows[0] }
    var twoSigmaWindow: UInt16 { windows[1] }
    var oneSigmaWindow: UInt16 { windows[2] }

    /// A mask of the newest `count` points, 0 to 16.
    static func newest(_ count: UInt8) -> UInt16 {
        UInt16(truncatingIfNeeded: 0xFFFF &>> UInt32(16 &- count))
    }
}
