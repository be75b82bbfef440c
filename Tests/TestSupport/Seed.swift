import Records

#if canImport(Glibc)
    import Glibc
#endif

/// The seed of a random test: `SEED=…` from the environment when set, otherwise a fresh one.
/// Print it with every failure so that the run can be repeated exactly.
public func testSeed() -> UInt64 {
    if let text = unsafe getenv("SEED"), let seed = UInt64(unsafe String(cString: text)) {
        return seed
    }
    return UInt64.random(in: 1...UInt64(UInt32.max))
}

/// SplitMix64: a small generator whose sequence depends on nothing but its seed.
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
