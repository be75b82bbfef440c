import Records

extension RevisableChart {
    /// Writes the chart, where its oldest point that can be revised begins, and those points: 48 bytes
    /// each. What was said about them is computed again when it is read.
    public func write(to writer: inout StateWriter) {
        chart.write(to: &writer)
        writer.write(isTruncated)
        writer.write(count: entries.count)
        guard let first = entries.first else { return }
        writer.write(Int64(first.before.pointCount))
        first.before.history.write(to: &writer)
        writer.write(first.before.previous)
        for entry in entries {
            writer.write(entry.time)
            writer.write(entry.record)
            writer.write(entry.summary)
            writer.write(Int32(entry.revision))
        }
    }

    /// Reads what `write` wrote for the same design.
    public init(design: ChartDesign, from reader: inout StateReader) throws(StateError) {
        self.init(try ControlChart(design: design, from: &reader))
        isTruncated = try reader.readBool()
        let count = try reader.readCount(limit: Self.pointMax, elementByteCount: 48)
        guard count > 0 else { return }
        let end = chart.mark
        let points = try reader.read(in: 0...Int64(end.pointCount), "a count of points")
        let history = try RunRuleHistory(from: &reader)
        let previous = try reader.readDouble()
        guard chart.phase != .collecting else { throw reader.invalid("points to be revised") }
        chart.rewind(
            to: ControlChart.Mark(pointCount: Int(points), history: history, previous: previous)
        )
        for _ in 0..<count { try readEntry(from: &reader) }
        guard chart.pointCount == end.pointCount else {
            throw reader.invalid("\(count) points that end in another place")
        }
    }

    private mutating func readEntry(from reader: inout StateReader) throws(StateError) {
        let time = try reader.readTime()
        let record: Int64 = try reader.read()
        let summary = try SubgroupSummary(from: &reader)
        let revision = Int(try reader.read(in: 0...(Int32.max), "a revision"))
        let before = chart.mark
        let verdict = Self.judge(summary, &chart)
        guard !verdict.outcome.isRejected, time >= entries.last?.time ?? .distantPast else {
            throw reader.invalid("a point that the chart would not have taken")
        }
        entries.append(
            Entry(
                time: time,
                record: record,
                summary: summary,
                before: before,
                verdict: verdict,
                revision: revision
            )
        )
    }
}

extension SubgroupSummary: Persistent {
    /// Writes the four numbers: 28 bytes.
    public func write(to writer: inout StateWriter) {
        writer.write(Int32(count))
        writer.write(mean)
        writer.write(range)
        writer.write(deviation)
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        let count = Int(try reader.read(in: 1...(Int32.max), "a subgroup size"))
        let mean = try reader.readDouble()
        let range = try reader.readDouble()
        let deviation = try reader.readDouble()
        guard ControlChart.accepts(mean), range >= 0, deviation >= 0 else {
            throw reader.invalid("a subgroup of mean \(mean)")
        }
        self.init(count: count, mean: mean, range: range, deviation: deviation)
    }
}
