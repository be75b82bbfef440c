/// Whether an alert flaps: how much of its last checks were changes, the newest counting most.
///
/// Source: Nagios Core, "Detection and Handling of State Flapping": of the last 21 checks there are 20
/// possible changes; their weights rise linearly from 0.8 for the oldest to 1.2 for the newest, and
/// the sum is divided by 20.
struct AlertFlap: Sendable, Equatable {
    static let checkCount = 21
    static let mask: UInt32 = (1 << 21) - 1

    /// At and above this percentage the alert begins to flap.
    var high = 30.0
    /// Below this one it is steady again.
    var low = 20.0

    /// Weighted share of changes in percent; the newest check is the lowest bit, 1 for raised.
    static func percent(_ bits: UInt32) -> Double {
        let changes = bits ^ (bits >> 1)
        let last = checkCount - 2
        var sum = 0.0
        for age in 0...last where changes >> UInt32(age) & 1 != 0 {
            sum += 1.2 - 0.4 * Double(age) / Double(last)
        }
        return sum * 100 / Double(last + 1)
    }
}

extension RuleRunner {
    /// One more check of an alert. Says when it begins to flap and when it has come to rest; whatever
    /// happens in between is published as always.
    mutating func noteCheck(_ slot: Int, _ time: Int64, _ outputs: inout RuleOutputs) {
        guard let flap = set.rules[Int(keys[slot].rule)].flap else { return }
        let bit: UInt32 = keys[slot].main.isRaised ? 1 : 0
        let bits = (keys[slot].flapBits << 1 | bit) & AlertFlap.mask
        keys[slot].flapBits = bits
        let percent = AlertFlap.percent(bits)
        let isFlapping = keys[slot].isFlapping ? percent >= flap.low : percent >= flap.high
        guard isFlapping != keys[slot].isFlapping else { return }
        keys[slot].isFlapping = isFlapping
        guard !keys[slot].isQuiet(.main) else { return }
        // The lasting word for pending is normal; the topic knows no other.
        let standing = keys[slot].standing(.main)
        let reason = isFlapping ? "flapping" : "steady"
        publish(slot, .main, previous: standing, time, reason, &outputs)
    }
}
