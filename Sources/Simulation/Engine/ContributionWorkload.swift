import Effectiveness
import Engine
import Records

/// What the machines of a few lines contribute within some seconds: windows of one second that come in
/// any order, again, corrected, for the line itself, or not as a contribution at all.
struct ContributionWorkload {
    private static let lines = [
        "acme/berlin/body/line-1", "acme/berlin/body/line-2", "acme/berlin/paint/line-1",
    ]

    private var random: PlantRandom
    private let start: Int64
    private let machineCount: Int

    /// `start` is the wall clock at the beginning, in milliseconds.
    init(random: PlantRandom, start: Int64, machineCount: Int) {
        self.random = random
        self.start = start
        self.machineCount = machineCount
    }

    /// Draws `count` records over `duration` milliseconds.
    mutating func draw(count: Int, duration: Int64) -> [TimedRecord] {
        var records: [TimedRecord] = []
        for _ in 0..<count { records.append(record(at: Int64(random.below(Int(duration))))) }
        let repeated = records.filter { _ in random.chance(0.1) }
        return (records + repeated).sorted { $0.time < $1.time }
    }

    private mutating func record(at time: Int64) -> TimedRecord {
        let line = Self.lines[random.below(Self.lines.count)]
        let isLine = random.chance(0.05)
        let member = isLine ? line : "\(line)/m\(random.below(machineCount))"
        let parent = member[..<member.lastIndex(of: "/")!]
        let second = (start + time) / 1_000 - Int64(random.chance(0.2) ? random.below(20) : 0)
        var value = Contribution(
            member: member,
            isMachine: true,
            record: window(endingAt: EventTime(milliseconds: second * 1_000)),
            shift: random.chance(0.5) ? "early" : "",
            machineCount: 1,
            expectedCount: 1
        ).encoded
        if random.chance(0.02) { value.removeLast(1 + random.below(value.count)) }
        return TimedRecord(
            time: time,
            role: .contributions,
            key: random.chance(0.02) ? nil : Array(parent.utf8),
            value: value
        )
    }

    private mutating func window(endingAt end: EventTime) -> OEEWindowRecord {
        var totals = OEETotals()
        totals[.planned] = 1_000_000_000
        totals[.productive] = Int64(random.below(1_000_000_000))
        totals[.total] = Int64(random.below(9)) * 1_000_000
        let revision = Int32(random.below(4))
        return OEEWindowRecord(
            kind: random.chance(0.9) ? .minute : .hour,
            status: revision == 0 ? .provisional : revision == 1 ? .final : .revised,
            revision: revision,
            shiftIndex: -1,
            localDay: 20_514,
            start: end.advanced(byNanoseconds: -1_000_000_000),
            end: end,
            through: end,
            totals: totals
        )
    }
}
