import Records

// Links the mathematics library that rounding needs.
#if canImport(Glibc)
    import Glibc
#endif

/// Whether a count says how many since the last one, or shows a counter that runs on.
public enum CountKind: UInt8, BitwiseCopyable, Sendable {
    /// The number made since the count before.
    case delta
    /// The reading of a counter that rolls over or is reset now and then.
    case counter
}

/// One count message: any of total, good and rejects, with what is needed to weigh them.
///
/// Quantities are kept as whole millionths ("micro"), so whole pieces and amounts with up to six
/// decimals add up exactly in any order.
public struct CountSample: BitwiseCopyable, Sendable {
    /// The largest quantity or reading that fits, in units.
    public static let quantityLimit = 9e12

    /// The quantities, in millionths, in the order total, good, scrap, rework, start-up rejects.
    var micro: InlineArray<5, Int64>
    /// Bit i is set when quantity i was given.
    var given: UInt8
    var kind: CountKind
    var modulusMicro: Int64
    var idealCycleNanoseconds: Int64
    /// Time per unit that the demand allows, 0 when unknown.
    var taktNanoseconds: Int64 = 0
    /// Rejects of something that an earlier message counted as good.
    var wasCountedAsGood = false
    var sequence: Int64

    /// A count; nil when no quantity is given, when one is negative, not finite or above the limit,
    /// when a reading is not below its modulus, and when a late reject is no delta of rejects alone.
    ///
    /// - Parameters:
    ///   - kind: delta or counter; it holds for all quantities of the message.
    ///   - total: everything produced, good or not.
    ///   - good: right first time.
    ///   - scrap: thrown away.
    ///   - rework: to be made good later; not good now.
    ///   - startup: rejects of a start-up, not in `scrap`.
    ///   - wasCountedAsGood: rejects found later among what an earlier message counted as good; they
    ///     take from the good and leave the total as it is.
    ///   - modulus: for counters, where it starts again at 0: 65536 for one of 16 bits; 0 when unknown.
    ///   - idealCycleNanoseconds: ideal time per unit of the product being made; 0 when unknown.
    ///   - taktNanoseconds: time per unit that the demand allows; 0 when there is none.
    ///   - sequence: the producer's number of the message, −1 when it sends none.
    public init?(
        kind: CountKind,
        total: Double? = nil,
        good: Double? = nil,
        scrap: Double? = nil,
        rework: Double? = nil,
        startup: Double? = nil,
        wasCountedAsGood: Bool = false,
        modulus: Double = 0,
        idealCycleNanoseconds: Int64 = 0,
        taktNanoseconds: Int64 = 0,
        sequence: Int64 = -1
    ) {
        self.kind = kind
        self.sequence = max(sequence, -1)
        self.idealCycleNanoseconds = max(idealCycleNanoseconds, 0)
        self.taktNanoseconds = max(taktNanoseconds, 0)
        self.wasCountedAsGood = wasCountedAsGood
        micro = .init(repeating: 0)
        given = 0
        guard let modulusMicro = Self.micro(modulus) else { return nil }
        self.modulusMicro = modulusMicro
        guard take(total, 0), take(good, 1), take(scrap, 2), take(rework, 3), take(startup, 4),
            given != 0
        else { return nil }
        if wasCountedAsGood && (kind == .counter || given & 0b11 != 0) { return nil }
        guard kind == .counter, modulusMicro > 0 else { return }
        for index in 0..<5 where micro[index] >= modulusMicro { return nil }
    }

    /// A delta of quantities that were checked before.
    init(
        deltaMicro micro: InlineArray<5, Int64>,
        given: UInt8,
        idealCycleNanoseconds: Int64,
        taktNanoseconds: Int64
    ) {
        self.micro = micro
        self.given = given
        kind = .delta
        modulusMicro = 0
        self.idealCycleNanoseconds = idealCycleNanoseconds
        self.taktNanoseconds = taktNanoseconds
        sequence = -1
    }

    private mutating func take(_ quantity: Double?, _ index: Int) -> Bool {
        guard let quantity else { return true }
        guard let value = Self.micro(quantity) else { return false }
        micro[index] = value
        given |= 1 << UInt8(index)
        return true
    }

    /// A quantity in millionths; nil when it is negative, not finite or too large.
    static func micro(_ quantity: Double) -> Int64? {
        guard quantity >= 0, quantity <= quantityLimit else { return nil }
        let whole = quantity.rounded(.down)
        let rest = ((quantity - whole) * 1e6).rounded()
        return Int64(whole) * 1_000_000 + Int64(rest)
    }
}
