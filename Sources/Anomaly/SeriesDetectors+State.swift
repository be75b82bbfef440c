import Records

// A counter of zero says that what it counts was never learned, or was forgotten, so the counter is
// written first and the rest only where there is some. Report counters matter only while an anomaly
// is open: the reading that opens it sets them anew.
extension SeriesDetectors: Persistent {
    /// Writes what future verdicts depend on: 22 bytes, 16 more once a standstill may have begun,
    /// 17 more once mean and deviation are being learned, 5 more once the usual period is, and 3 for
    /// each open anomaly. The Hampel window of the series is written on its own. Allocates nothing
    /// itself.
    public func write(to writer: inout StateWriter) {
        writer.write(newest)
        writer.write(previous)
        writer.write(isArmed)
        writer.write(stillCount)
        if stillCount > 0 {
            writer.write(anchor)
            writer.write(anchorTime)
        }
        writer.write(learnedCount)
        if learnedCount > 0 {
            writer.write(mean)
            writer.write(variance)
            writer.write(excludedCount)
        }
        writer.write(gapCount)
        if gapCount > 0 {
            writer.write(periodMean.bitPattern)
            writer.write(excludedGapCount)
        }
        writer.write(held.rawValue)
        for index in 0..<6 where held.rawValue & (1 << UInt8(index)) != 0 {
            writer.write(since[index])
            writer.write(quiet[index])
        }
    }

    /// Reads the state of a series. Settings may have changed meanwhile: what was learned stays.
    ///
    /// - Throws: `StateError` for bytes that no series writes.
    public init(from reader: inout StateReader) throws(StateError) {
        newest = try reader.readTime()
        previous = try reader.readDouble()
        isArmed = try reader.readBool()
        stillCount = try reader.read()
        if stillCount > 0 {
            anchor = try reader.readDouble()
            anchorTime = try reader.readTime()
        }
        learnedCount = try reader.read()
        if learnedCount > 0 {
            mean = try reader.readDouble()
            variance = try reader.readDouble()
            excludedCount = try reader.read()
        }
        gapCount = try reader.read()
        if gapCount > 0 { try readPeriod(from: &reader) }
        held = DetectorMask(rawValue: try reader.read(in: 0...DetectorMask.all.rawValue, "a set"))
        for index in 0..<6 where held.rawValue & (1 << UInt8(index)) != 0 {
            since[index] = try reader.read()
            // An anomaly is over after 255 quiet readings at the latest.
            quiet[index] = try reader.read(in: 0...254, "a count of quiet readings")
        }
    }

    private mutating func readPeriod(from reader: inout StateReader) throws(StateError) {
        periodMean = Float(bitPattern: try reader.read())
        guard periodMean >= 0, periodMean.isFinite else {
            throw reader.invalid("a usual period of \(periodMean) ns")
        }
        excludedGapCount = try reader.read()
    }
}
