/// A consumer group as its coordinator sees it: members, generations, rebalances.
///
/// A rebalance begins when a member comes, goes or has given tasks back. It ends with the next
/// generation once every member has joined; a member joins in its `poll`, and one that does not poll
/// is waited for until its session has ended.
final class ConsumerGroup {
    struct Member {
        var id: String
        var sessionMilliseconds: Int64
        var lastHeartbeat: Int64
        /// What it said it owns when it joined.
        var owned: [Int32] = []
        var hasJoined = false
        /// What it has not fetched yet of the last rebalance.
        var assignment: [Int32]?
    }

    let id: String
    var taskCount: Int
    private(set) var generation: Int32 = 0
    /// In the order they came.
    private(set) var members: [Member] = []
    private(set) var isPreparing = false
    /// When the rebalance ends; nil while somebody has not joined.
    private(set) var completesAt: Int64?
    var offsets = GroupOffsets()

    init(id: String, taskCount: Int) {
        self.id = id
        self.taskCount = taskCount
    }

    func index(of memberID: String) -> Int? { members.firstIndex { $0.id == memberID } }

    /// Lets a new member in, which begins a rebalance.
    func admit(_ memberID: String, sessionMilliseconds: Int64, at now: Int64) {
        members.append(
            Member(id: memberID, sessionMilliseconds: sessionMilliseconds, lastHeartbeat: now)
        )
        prepare()
    }

    /// Takes a member out, which begins a rebalance.
    func remove(_ memberID: String) {
        members.removeAll { $0.id == memberID }
        prepare()
    }

    /// Begins a rebalance, unless one is going on.
    func prepare() {
        completesAt = nil
        guard !isPreparing else { return }
        isPreparing = true
        for index in members.indices { members[index].hasJoined = false }
    }

    func heartbeat(_ index: Int, at now: Int64) { members[index].lastHeartbeat = now }

    /// A member takes part in the rebalance with what it owns.
    func join(_ index: Int, owned: [Int32]) {
        members[index].hasJoined = true
        members[index].owned = owned
    }

    /// Whether nobody is waited for any more and the end has no time yet.
    var canComplete: Bool {
        isPreparing && completesAt == nil && members.allSatisfy(\.hasJoined)
    }

    func complete(at time: Int64) { completesAt = time }

    /// Ends the rebalance: the next generation, with an assignment for everybody.
    func complete() {
        isPreparing = false
        completesAt = nil
        generation += 1
        let given = StickyAssignment.balance(members.map(\.owned), taskCount: taskCount)
        for (index, tasks) in given.enumerated() {
            members[index].assignment = tasks
            members[index].hasJoined = false
        }
    }

    /// Hands a member what the last rebalance gave it, once.
    func takeAssignment(_ index: Int) -> [Int32]? {
        defer { members[index].assignment = nil }
        return members[index].assignment
    }

    /// When the next session ends if nobody says a word.
    var nextExpiry: Int64? { members.map { $0.lastHeartbeat + $0.sessionMilliseconds }.min() }

    /// Members whose session is over, by id.
    func expired(at now: Int64) -> [String] {
        members.filter { $0.lastHeartbeat + $0.sessionMilliseconds <= now }.map(\.id)
    }

    /// After an outage every session begins anew, because nobody could have polled.
    func restartSessions(at now: Int64) {
        for index in members.indices { members[index].lastHeartbeat = now }
    }
}
