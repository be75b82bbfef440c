/// A transactional id as its coordinator sees it: who may use it, and what is open.
///
///     empty --first record or offset--> ongoing --end, time-out or claim--> completing --markers--> empty
final class TransactionalID {
    enum Phase: Equatable {
        case empty
        case ongoing
        /// Decided; the markers are on their way.
        case completing(commits: Bool)
    }

    enum Target: Equatable {
        case partition(TopicPartition)
        case offsets(group: String)
    }

    struct Marker {
        var target: Target
        var due: Int64
    }

    let name: String
    let producerID: Int64
    var epoch: Int16 = -1
    var timeoutMilliseconds: Int64 = 0
    private(set) var phase = Phase.empty
    private(set) var startedAt: Int64 = 0
    /// What the open transaction has touched, in order of first touch.
    private(set) var targets: [Target] = []
    /// Decisions that have not arrived.
    private(set) var markers: [Marker] = []
    /// The epoch whose transaction the coordinator ended for its age.
    var timedOutEpoch: Int16?

    init(name: String, producerID: Int64) {
        self.name = name
        self.producerID = producerID
    }

    var isCompleting: Bool { !markers.isEmpty }

    /// Whether the open transaction would move committed offsets.
    var holdsOffsets: Bool {
        phase == .ongoing
            && targets.contains { if case .offsets = $0 { true } else { false } }
    }

    /// When the last marker arrives.
    var completesAt: Int64? { markers.map(\.due).max() }

    /// When the coordinator ends the open transaction.
    var timesOutAt: Int64? { phase == .ongoing ? startedAt + timeoutMilliseconds : nil }

    /// Takes a partition or a group's offsets into the transaction, which begins with the first.
    func touch(_ target: Target, at now: Int64) {
        if phase == .empty {
            phase = .ongoing
            startedAt = now
        }
        if !targets.contains(target) { targets.append(target) }
    }

    /// Decides the open transaction; `due` says when the marker of each target arrives.
    func decide(commits: Bool, due: (Target) -> Int64) {
        phase = .completing(commits: commits)
        markers = targets.map { Marker(target: $0, due: due($0)) }
        targets = []
        if markers.isEmpty { phase = .empty }
    }

    /// Takes the next marker that is due, in order of time.
    func takeMarker(dueAt now: Int64) -> Target? {
        guard let first = markers.indices.min(by: { markers[$0].due < markers[$1].due }),
            markers[first].due <= now
        else { return nil }
        return markers.remove(at: first).target
    }

    /// All markers have arrived.
    func finish() { phase = .empty }
}
