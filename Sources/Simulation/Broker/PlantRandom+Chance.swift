extension PlantRandom {
    /// True with the given probability. Draws nothing for zero, so that a fault that is switched off
    /// leaves the sequence of the others alone.
    mutating func chance(_ probability: Double) -> Bool {
        probability > 0 && unit() < probability
    }

    /// Even over 0 ..< bound.
    mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "A number below \(bound) was asked for; there is none.")
        return Int(next() % UInt64(bound))
    }
}
