/// Which field name sits in which slot of `EventFields`, for one topic.
///
/// Made once from the contract of the topic and the fields that the active rules mention; at most
/// `EventFields.slotCountLimit` names.
public struct FieldPlan: Sendable, Equatable {
    /// The names, by slot.
    public let names: [String]
    private let slots: [String: Int]

    /// A plan for these names in this order; repeated names keep their first slot, names beyond the
    /// limit are left out.
    public init(names: [String]) {
        var unique: [String] = []
        var slots: [String: Int] = [:]
        for name in names where slots[name] == nil && unique.count < EventFields.slotCountLimit {
            slots[name] = unique.count
            unique.append(name)
        }
        self.names = unique
        self.slots = slots
    }

    /// The slot of a name, or nil when the plan leaves it out.
    public func slot(_ name: String) -> Int? { slots[name] }
}
