/// A small generator whose sequence depends on nothing but its seed: one for each machine, so that
/// adding a machine changes nothing for the others.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct PlantRandom: Sendable, BitwiseCopyable {
    private var state: UInt64

    init(seed: UInt64, stream: UInt64) {
        state = seed &+ stream &* 0xD1B5_4A32_D192_ED03
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Even over 0 ..< 1. Only additions and multiplications: the same on every machine.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Even over -1 ..< 1.
    mutating func symmetric() -> Double { unit() * 2 - 1 }

    /// Even over a range of milliseconds given in seconds, as nanoseconds.
    mutating func seconds(_ low: Double, _ high: Double) -> Int64 {
        Int64((low + unit() * (high - low)) * 1000) * 1_000_000
    }
}
