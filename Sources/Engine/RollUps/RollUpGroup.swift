import Effectiveness
import PlantModel
import Records

/// One path above machines: a line, an area, a site, an enterprise. What its members said, and the
/// windows that were made of it. One per path, not per record.
final class RollUpGroup {
    /// A path directly below.
    struct Member {
        /// It sent records of its own as a machine; a sum over what lies below it is then left out.
        var isMachine = false
        /// Machines that it stands for.
        var expectedCount: Int32 = 1
        /// The end of the newest settled window of each kind.
        var newestEnds = InlineArray<4, EventTime>(repeating: .distantPast)
        /// The engine's clock when it was last heard.
        var heardAt = EventTime.distantPast
    }

    let name: String
    var memberNames: NameTable
    var members: [Member] = []
    /// Windows that are not settled yet, by end, kind and start.
    var open: [RollUpWindow] = []
    /// Settled windows that still take corrections, in the same order.
    var settled: [RollUpWindow] = []
    /// Whether a settled window has a correction to publish.
    var hasCorrections = false
    /// Up to which end windows of a kind were forgotten.
    var forgottenThrough = InlineArray<4, EventTime>(repeating: .distantPast)
    /// Where the newest published window of each kind begins.
    var newestStarts = InlineArray<4, EventTime>(repeating: .distantPast)
    /// Members that the plant file knows; not part of the state.
    let plannedMembers: [String]
    /// How its figures follow from those of its members; not part of the state.
    let method: RollUpMethod

    init(name: String, memberLimit: Int, plannedMembers: [String], method: RollUpMethod) {
        self.name = name
        self.method = method
        memberNames = NameTable(countLimit: memberLimit)
        self.plannedMembers = plannedMembers
    }

    /// Machines that should be in a sum.
    var expectedCount: Int32 {
        let unheard = plannedMembers.count { memberNames.find($0) == nil }
        return members.reduce(Int32(unheard)) { $0 &+ $1.expectedCount }
    }

    /// The index of a member; nil when there are too many.
    func member(_ name: String) -> Int32? {
        guard let index = memberNames.intern(name) else { return nil }
        if index == members.count { members.append(Member()) }
        return Int32(index)
    }

    /// Enters what a member says into its window.
    func take(_ contribution: Contribution, member: Int32, now: EventTime) -> Fate {
        let record = contribution.record
        let kind = Int(record.kind.rawValue)
        guard record.end > forgottenThrough[kind] else { return .late }
        let index = Int(member)
        if contribution.isMachine, !members[index].isMachine {
            members[index].isMachine = true
            for place in open.indices { open[place].drop(member: member) }
        } else if members[index].isMachine, !contribution.isMachine {
            return .ignored
        }
        members[index].heardAt = now
        members[index].expectedCount = contribution.expectedCount
        if record.status != .provisional {
            members[index].newestEnds[kind] = max(members[index].newestEnds[kind], record.end)
        }
        return enter(contribution, member, now)
    }

    private func enter(_ contribution: Contribution, _ member: Int32, _ now: EventTime) -> Fate {
        let key = WindowOrder(contribution.record)
        let known = settled.partitionIndex { WindowOrder($0) >= key }
        if known < settled.count, WindowOrder(settled[known]) == key {
            // A settled window is corrected by what is settled, not by every glance on the way there.
            if contribution.record.status == .provisional { return .ignored }
            guard settled[known].take(contribution, member: member) else { return .duplicate }
            hasCorrections = true
            return .counted
        }
        let place = open.partitionIndex { WindowOrder($0) >= key }
        if place == open.count || WindowOrder(open[place]) != key {
            open.insert(RollUpWindow(contribution, openedAt: now), at: place)
        }
        return open[place].take(contribution, member: member) ? .counted : .duplicate
    }

    /// Whether every member that still speaks has gone past a window. One that was silent for
    /// `patience` is not waited for, nor a planned one that was never heard, after that time.
    func isComplete(_ window: RollUpWindow, now: EventTime, patience: Int64) -> Bool {
        let hasWaited = now - window.openedAt >= patience
        if !hasWaited, plannedMembers.contains(where: { memberNames.find($0) == nil }) {
            return false
        }
        return members.indices.allSatisfy { index in
            let newest = members[index].newestEnds[Int(window.kind.rawValue)]
            if newest >= window.end || now - members[index].heardAt >= patience { return true }
            // One that never settles windows of this kind (no shifts, say) is not waited for.
            return newest == .distantPast && !window.isProvisional(member: Int32(index))
        }
    }

    /// Forgets settled windows that ended so long before the newest that no correction comes any more.
    func forget(retention: Int64) {
        guard let newest = settled.last?.end else { return }
        let limit = newest.advanced(byNanoseconds: -retention)
        let count = settled.partitionIndex { $0.end >= limit }
        guard count > 0 else { return }
        for window in settled[..<count] { forgottenThrough[Int(window.kind.rawValue)] = window.end }
        settled.removeFirst(count)
    }
}

/// The order of windows in a group: by end, then kind, then start.
struct WindowOrder: Comparable {
    let end: EventTime
    let kind: UInt8
    let start: EventTime

    init(_ record: OEEWindowRecord) {
        (end, kind, start) = (record.end, record.kind.rawValue, record.start)
    }

    init(_ window: RollUpWindow) {
        (end, kind, start) = (window.end, window.kind.rawValue, window.start)
    }

    static func < (a: WindowOrder, b: WindowOrder) -> Bool {
        (a.end, a.kind, a.start) < (b.end, b.kind, b.start)
    }
}
