/// Who gets which tasks: balanced to within one, and nothing moves that need not.
///
/// This is the outcome of Kafka's cooperative-sticky assignor for one topic. A task that has to move is
/// first taken from its owner and only the next round, when it is free, given to somebody else.
enum StickyAssignment {
    /// From what each member says it owns to what each may have in this round.
    static func balance(_ owned: [[Int32]], taskCount: Int) -> [[Int32]] {
        guard !owned.isEmpty else { return [] }
        var isOwned = Array(repeating: false, count: taskCount)
        for tasks in owned { for task in tasks { isOwned[Int(task)] = true } }
        var free = isOwned.indices.filter { !isOwned[$0] }.map { Int32($0) }

        // Those who have the most keep one more, hence fewer move; ties go to the earlier member.
        let order = owned.indices.sorted {
            (owned[$1].count, $0) < (owned[$0].count, $1)
        }
        let share = taskCount / owned.count
        let extra = taskCount % owned.count
        var given = Array(repeating: [Int32](), count: owned.count)
        for (rank, member) in order.enumerated() {
            let quota = share + (rank < extra ? 1 : 0)
            given[member] = Array(owned[member].sorted().prefix(quota))
            let wanted = min(quota - given[member].count, free.count)
            given[member].append(contentsOf: free.prefix(wanted))
            free.removeFirst(wanted)
            given[member].sort()
        }
        return given
    }
}
