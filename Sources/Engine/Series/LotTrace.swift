import ProcessControl
import Records

/// Which lots a chart saw, so that a signal can name those at risk.
///
/// Lots get numbers in the order in which they come. At most 192 names are kept; when there are so many,
/// the oldest 64 go. A number is used again only while it is among the newest 64, so those that go were
/// last used at least 64 samples ago, which is more than the tracker remembers.
struct LotTrace {
    private var tracker = AtRiskTracker()
    private var names: [String] = []
    /// The number of the first name.
    private var first: Int32 = 0

    init() {}

    /// What is at risk, by name.
    struct Window {
        let lastInControl: TracedSample?
        let firstOutOfControl: TracedSample
        /// In the order they were seen.
        let lots: [String]
        /// False when lots may be missing.
        let isComplete: Bool
    }

    /// A point was plotted. For a signal, `pattern` names its points, and the window is the answer.
    mutating func add(
        _ lot: String,
        time: EventTime,
        record: Int64,
        pattern: UInt16
    ) -> Window? {
        let sample = TracedSample(time: time, lot: number(lot), record: record)
        return tracker.add(sample, pattern: pattern).map { window in
            Window(
                lastInControl: window.lastInControl,
                firstOutOfControl: window.firstOutOfControl,
                lots: window.lots.compactMap { lot in
                    let index = Int(lot) - Int(first)
                    return names.indices.contains(index) ? names[index] : nil
                },
                isComplete: window.isComplete
            )
        }
    }

    private mutating func number(_ lot: String) -> Int32 {
        guard !lot.isEmpty else { return -1 }
        let newest = names.suffix(AtRiskTracker.sampleMax)
        if let index = newest.lastIndex(of: lot) { return first + Int32(index) }
        if names.count == 3 * AtRiskTracker.sampleMax {
            names.removeFirst(AtRiskTracker.sampleMax)
            first += Int32(AtRiskTracker.sampleMax)
        }
        names.append(lot)
        return first + Int32(names.count - 1)
    }
}

extension LotTrace: Persistent {
    func write(to writer: inout StateWriter) {
        tracker.write(to: &writer)
        writer.write(first)
        writer.write(count: names.count)
        for name in names { writer.write(name) }
    }

    init(from reader: inout StateReader) throws(StateError) {
        tracker = try AtRiskTracker(from: &reader)
        first = try reader.read(in: 0...(.max / 2), "the number of a lot")
        let count = try reader.readCount(limit: 3 * AtRiskTracker.sampleMax, elementByteCount: 2)
        for _ in 0..<count { names.append(try reader.readText()) }
    }
}
