import Effectiveness
import Records

/// One window of a line, area or site: what its members said about it so far.
struct RollUpWindow {
    /// What one member said last.
    struct Part {
        var member: Int32
        var revision: Int32
        var through: EventTime
        var machineCount: Int32
        var expectedCount: Int32
        var isProvisional: Bool
        var totals: OEETotals
    }

    let kind: OEEWindowKind
    let start: EventTime
    let end: EventTime
    let localDay: Int32
    let shift: String
    /// The engine's clock when the first part came.
    let openedAt: EventTime
    /// By member, ascending.
    private(set) var parts: [Part] = []
    /// What was published last; revision 0 before the first final record.
    var revision: Int32 = 0
    var published = OEETotals()
    /// Something came that was not published yet.
    var hasNews = true

    init(_ contribution: Contribution, openedAt: EventTime) {
        let record = contribution.record
        kind = record.kind
        start = record.start
        end = record.end
        localDay = record.localDay
        shift = contribution.shift
        self.openedAt = openedAt
    }

    /// Takes what a member says in place of what it said before. False when that is nothing new: a
    /// repeat, or older than what is known. O(parts) for a member's first part, else O(log parts).
    mutating func take(_ contribution: Contribution, member: Int32) -> Bool {
        let record = contribution.record
        let part = Part(
            member: member,
            revision: record.revision,
            through: record.through,
            machineCount: contribution.machineCount,
            expectedCount: contribution.expectedCount,
            isProvisional: record.status == .provisional,
            totals: record.totals
        )
        let place = parts.partitionIndex { $0.member >= member }
        guard place < parts.count, parts[place].member == member else {
            parts.insert(part, at: place)
            hasNews = true
            return true
        }
        let old = parts[place]
        guard (part.revision, part.through) > (old.revision, old.through) else { return false }
        parts[place] = part
        hasNews = true
        return true
    }

    /// Forgets what a member said; a machine that speaks for itself takes the place of its parts' sum.
    mutating func drop(member: Int32) {
        parts.removeAll { $0.member == member }
    }

    /// Up to when every part speaks.
    var through: EventTime { parts.reduce(end) { min($0, $1.through) } }

    /// Machines that are in the sum.
    var machineCount: Int32 { parts.reduce(0) { $0 &+ $1.machineCount } }

    /// Whether some part is provisional.
    var isProvisional: Bool { parts.contains { $0.isProvisional } }

    /// Whether a member has said something about it that is provisional.
    func isProvisional(member: Int32) -> Bool {
        let place = parts.partitionIndex { $0.member >= member }
        return place < parts.count && parts[place].member == member && parts[place].isProvisional
    }
}

extension RollUpWindow: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(kind.rawValue)
        writer.write(start)
        writer.write(end)
        writer.write(localDay)
        writer.write(shift)
        writer.write(openedAt)
        writer.write(list: parts)
        writer.write(revision)
        writer.write(published)
        writer.write(hasNews)
    }

    init(from reader: inout StateReader) throws(StateError) {
        kind = try reader.readCase()
        start = try reader.readTime()
        end = try reader.readTime()
        localDay = try reader.read()
        shift = try reader.readText()
        openedAt = try reader.readTime()
        parts = try reader.readList(elementByteCount: 29)
        revision = try reader.read(in: Int32(0)...Int32.max, "a revision")
        published = try OEETotals(from: &reader)
        hasNews = try reader.readBool()
    }
}

extension RollUpWindow.Part: Persistent {
    func write(to writer: inout StateWriter) {
        writer.write(member)
        writer.write(revision)
        writer.write(through)
        writer.write(machineCount)
        writer.write(expectedCount)
        writer.write(isProvisional)
        writer.write(totals)
    }

    init(from reader: inout StateReader) throws(StateError) {
        member = try reader.read(in: Int32(0)...Int32.max, "a member")
        revision = try reader.read(in: Int32(0)...Int32.max, "a revision")
        through = try reader.readTime()
        machineCount = try reader.read()
        expectedCount = try reader.read()
        isProvisional = try reader.readBool()
        totals = try OEETotals(from: &reader)
    }
}

extension Array {
    /// The first place where a condition holds that is false before and true after it.
    func partitionIndex(where condition: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
