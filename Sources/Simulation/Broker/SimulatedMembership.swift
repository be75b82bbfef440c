import Records

/// A membership of a group of the simulated cluster at one moment.
final class SimulatedMembership: Membership, @unchecked Sendable {
    // Sendable because nothing in it ever changes.
    let group: String
    let memberID: String

    init(group: String, memberID: String, generation: Int32) {
        self.group = group
        self.memberID = memberID
        super.init(generation: generation)
    }
}
