import Records

/// One plotted sample, as far as tracing goes.
public struct TracedSample: BitwiseCopyable, Hashable, Sendable {
    /// Event time.
    public var time: EventTime
    /// The caller's number for the lot, −1 for none.
    public var lot: Int32
    /// The caller's number for the record, such as its offset.
    public var record: Int64

    /// A sample from its parts.
    public init(time: EventTime, lot: Int32 = -1, record: Int64 = -1) {
        self.time = time
        self.lot = lot
        self.record = record
    }
}

/// What was made between the last sample in control and the first one out of control: what a rule can
/// hold, and nothing else.
public struct AtRiskWindow: Hashable, Sendable {
    /// Last sample before the pattern of the signal; nil when none is remembered.
    public let lastInControl: TracedSample?
    /// First sample of the pattern.
    public let firstOutOfControl: TracedSample
    /// Lots from the last sample in control to the signal, in the order they were seen, each once.
    public let lots: [Int32]
    /// False when lots may be missing, because more were seen than are remembered.
    public let isComplete: Bool
}

/// Remembers the newest samples and lots of a chart, so that a signal can name the window at risk.
///
/// Lots that were produced without a sample enter through `note`. Memory: 24 bytes for each of the
/// newest `sampleMax` samples and lots. O(1) per sample; a signal costs O(`sampleMax`).
public struct AtRiskTracker: Sendable {
    /// How many of the newest samples and lot changes are remembered.
    public static let sampleMax = 64

    private var samples: [(sample: TracedSample, isPlotted: Bool)] = []
    private var isTruncated = false

    /// Nothing remembered.
    public init() {}

    /// A lot that was worked on at a time, with or without a sample of it.
    public mutating func note(lot: Int32, time: EventTime) {
        append(TracedSample(time: time, lot: lot), isPlotted: false)
    }

    /// A sample that was plotted. For a signal, `pattern` says which of the newest plotted samples
    /// form it (bit 0 is this one; `PointVerdict.members(of:)`), and the window is the answer; 0 is no
    /// signal and nil.
    public mutating func add(_ sample: TracedSample, pattern: UInt16) -> AtRiskWindow? {
        append(sample, isPlotted: true)
        guard pattern != 0 else { return nil }
        let plotted = samples.indices.filter { samples[$0].isPlotted }
        let age = 15 - pattern.leadingZeroBitCount
        let first = plotted[max(0, plotted.count - 1 - age)]
        let before = plotted.last { $0 < first }
        var lots: [Int32] = []
        for entry in samples[(before ?? 0)...] where entry.sample.lot >= 0 {
            if !lots.contains(entry.sample.lot) { lots.append(entry.sample.lot) }
        }
        return AtRiskWindow(
            lastInControl: before.map { samples[$0].sample },
            firstOutOfControl: samples[first].sample,
            lots: lots,
            isComplete: before != nil || !isTruncated
        )
    }

    private mutating func append(_ sample: TracedSample, isPlotted: Bool) {
        if samples.count == Self.sampleMax {
            samples.removeFirst()
            isTruncated = true
        }
        samples.append((sample, isPlotted))
    }

    /// Writes the remembered samples: 21 bytes each.
    public func write(to writer: inout StateWriter) {
        writer.write(isTruncated)
        writer.write(count: samples.count)
        for (sample, isPlotted) in samples {
            writer.write(sample.time)
            writer.write(sample.lot)
            writer.write(sample.record)
            writer.write(isPlotted)
        }
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        isTruncated = try reader.readBool()
        let count = try reader.readCount(limit: Self.sampleMax, elementByteCount: 21)
        for _ in 0..<count {
            let time = try reader.readTime()
            let lot = try reader.read(Int32.self)
            let record = try reader.read(Int64.self)
            let sample = TracedSample(time: time, lot: lot, record: record)
            samples.append((sample, try reader.readBool()))
        }
    }
}
