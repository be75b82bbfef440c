import Codecs
import Engine

/// What `takt bench soak` found.
struct SoakReport {
    /// Looks at the memory, evenly over the run.
    static let sampleCount = 200

    let nanoseconds: Int64
    /// Resident bytes at each look.
    var samples: [Int64] = []
    var figures = EngineSnapshot()
    var sentences: [String] = []
    var isClean = false

    init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
        samples.reserveCapacity(Self.sampleCount)
    }

    /// Whether the run came to its end and every event was accounted for.
    var isWhole: Bool {
        isClean && samples.count == Self.sampleCount && figures.books.isBalanced
            && figures.books.read > 0
    }

    /// How much more memory was resident in the last tenth of the run than at the beginning of its
    /// second half, by medians, in bytes.
    var growth: Int64 {
        let tenth = Self.sampleCount / 10
        guard samples.count == Self.sampleCount else { return .max }
        let middle = samples[Self.sampleCount / 2..<Self.sampleCount / 2 + tenth].sorted()
        let end = samples.suffix(tenth).sorted()
        return end[tenth / 2] - middle[tenth / 2]
    }

    private var eventsPerSecond: Double {
        Double(figures.books.read) / (Double(nanoseconds) / 1e9)
    }

    var text: String {
        var lines = [work, accounts, memory]
        if samples.count == Self.sampleCount {
            lines.append("growth over the second half: \(mebibytes(growth)) MiB")
        }
        lines += sentences.prefix(10).map { "note: \($0)" }
        return lines.joined(separator: "\n")
    }

    private var work: String {
        let parts = [
            NumberText.count(figures.outputs, "output"),
            NumberText.count(figures.commits, "transaction"),
            NumberText.count(figures.equipment, "machine"),
            "\(NumberText.grouped(figures.series)) series",
        ]
        let rate = NumberText.grouped(Int(eventsPerSecond))
        return "\(NumberText.count(figures.books.read, "event")) in "
            + "\(NumberText.duration(nanoseconds: nanoseconds)) (\(rate) a second), "
            + parts.joined(separator: ", ")
    }

    private var accounts: String {
        let books = figures.books
        let parts = [
            "\(NumberText.grouped(books.counted)) counted",
            "\(NumberText.grouped(books.late)) late",
            "\(NumberText.grouped(books.deadLettered)) dead-lettered",
            "\(NumberText.grouped(books.ignored)) ignored",
        ]
        return "books: \(parts.joined(separator: ", ")): they "
            + (books.isBalanced ? "balance" : "DO NOT BALANCE")
    }

    private var memory: String {
        let tenth = Self.sampleCount / 10
        let shown = stride(from: tenth - 1, to: samples.count, by: tenth).map { samples[$0] }
        return "resident memory by tenths of the run, MiB: "
            + shown.map(mebibytes).joined(separator: " ")
    }

    var json: String {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("seconds", Double(nanoseconds) / 1e9, &bytes)
        JSONWriter.field("events", figures.books.read, &bytes)
        JSONWriter.field("events_per_second", eventsPerSecond, &bytes)
        JSONWriter.field("outputs", figures.outputs, &bytes)
        JSONWriter.field("balanced", figures.books.isBalanced, &bytes)
        JSONWriter.field("growth_bytes", Int(growth), &bytes)
        JSONWriter.field("resident_bytes", samples.map(Double.init), &bytes)
        JSONWriter.endObject(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func mebibytes(_ bytes: Int64) -> String {
        NumberText.fixed(Double(bytes) / 1_048_576, 2)
    }
}
