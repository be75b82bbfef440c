import Records

/// A chart that takes late subgroups at their place: everything from there on is judged again, and what
/// comes out differently is a revision.
///
/// Keeps the newest `pointMax` points of the limit version in force with what the run rules remembered
/// before each, some 250 bytes a point. A point in order costs what the chart costs; a late one O(points
/// after it). One thread at a time.
public struct RevisableChart: Sendable {
    /// How many of the newest points can still be revised.
    public static let pointMax = 64

    /// A point judged, for the first time or again.
    public struct Judgement: Sendable {
        /// Event time of the point.
        public let time: EventTime
        /// What the chart says now.
        public let verdict: PointVerdict
        /// 0 for the first judgement of the point, then 1, 2, …
        public let revision: Int
        /// The caller's number of the record that the point came with.
        public let record: Int64
        /// Values of the point.
        public let size: Int
        /// What the chart said before; nil for the first judgement.
        public let before: PointVerdict?
    }

    struct Entry {
        var time: EventTime
        var record: Int64
        var summary: SubgroupSummary
        var before: ControlChart.Mark
        var verdict: PointVerdict
        var revision: Int
    }

    /// The chart that judges.
    public internal(set) var chart: ControlChart
    var entries: [Entry] = []
    var isTruncated = false

    /// A chart that may have plotted points already; those cannot be revised.
    public init(_ chart: ControlChart) {
        self.chart = chart
        isTruncated = chart.pointCount > 0
    }

    /// Takes a subgroup, or a single value as one of count 1, at its event time. Equal times keep the
    /// order of arrival.
    ///
    /// Answers the judgement of the point and those of later points that changed by it, oldest first.
    /// Nil, and nothing changed, when the point is older than what is remembered. A rejected point is
    /// answered alone and changes nothing.
    public mutating func add(
        _ summary: SubgroupSummary,
        at time: EventTime,
        record: Int64 = -1
    ) -> [Judgement]? {
        let place = entries.lastIndex { $0.time <= time }.map { $0 + 1 } ?? 0
        guard place > 0 || !isTruncated || entries.isEmpty else { return nil }
        var trial = chart
        if place < entries.count { trial.rewind(to: entries[place].before) }
        let before = trial.mark
        let verdict = Self.judge(summary, &trial)
        guard !verdict.outcome.isRejected else {
            return [first(verdict, summary, time, record)]
        }
        let entry = Entry(
            time: time,
            record: record,
            summary: summary,
            before: before,
            verdict: verdict,
            revision: 0
        )
        chart = trial
        entries.insert(entry, at: place)
        var changed = [first(verdict, summary, time, record)]
        for index in entries.indices.dropFirst(place + 1) {
            if let again = reconsider(index) { changed.append(again) }
        }
        forget()
        return changed
    }

    private func first(
        _ verdict: PointVerdict,
        _ summary: SubgroupSummary,
        _ time: EventTime,
        _ record: Int64
    ) -> Judgement {
        Judgement(
            time: time,
            verdict: verdict,
            revision: 0,
            record: record,
            size: summary.count,
            before: nil
        )
    }

    /// Lets run rules start anew for a gap; points before it can no longer be revised.
    public mutating func breakRuns() {
        chart.breakRuns()
        entries = []
        isTruncated = true
    }

    /// Visits number and record of every point that can still be revised, oldest first.
    public func forEachPlace(_ body: (_ point: Int, _ record: Int64) -> Void) {
        for entry in entries { body(entry.verdict.pointNumber, entry.record) }
    }

    /// Starts a new limit version; points of the old one can no longer be revised.
    public mutating func reset(to source: LimitsSource) throws(ChartDesignError) {
        try chart.reset(to: source)
        entries = []
        isTruncated = true
    }

    private mutating func reconsider(_ index: Int) -> Judgement? {
        entries[index].before = chart.mark
        let verdict = Self.judge(entries[index].summary, &chart)
        let old = entries[index].verdict
        entries[index].verdict = verdict
        let isSame =
            old.finding == verdict.finding && old.dispersionViolated == verdict.dispersionViolated
            && old.dispersion.bitPattern == verdict.dispersion.bitPattern
        guard !isSame else { return nil }
        entries[index].revision += 1
        return Judgement(
            time: entries[index].time,
            verdict: verdict,
            revision: entries[index].revision,
            record: entries[index].record,
            size: entries[index].summary.count,
            before: old
        )
    }

    static func judge(
        _ summary: SubgroupSummary,
        _ chart: inout ControlChart
    ) -> PointVerdict {
        guard chart.kind.isIndividuals else { return chart.add(summary) }
        guard summary.count == 1 else { return .rejected(.rejectedSubgroupSize) }
        return chart.add(subgroup: [summary.mean].span)
    }

    /// Points before the limits stood are not judged again, and old ones make room.
    private mutating func forget() {
        if chart.phase == .collecting || entries.count > Self.pointMax {
            entries.removeFirst()
            isTruncated = true
        }
    }
}
