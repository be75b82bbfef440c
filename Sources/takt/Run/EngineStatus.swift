import CPlatform
import Engine

/// Turns the counters of an engine into rates between two looks.
struct EngineStatus {
    private var lastTime = platform_monotonic_nanoseconds()
    private var lastRead = 0
    private var lastOutputs = 0

    init() {}

    /// Records read and records written per second since the last look.
    mutating func rates(_ figures: EngineSnapshot) -> (read: Double, written: Double) {
        let now = platform_monotonic_nanoseconds()
        let seconds = max(Double(now - lastTime) / 1e9, 1e-3)
        defer {
            lastTime = now
            lastRead = figures.books.read
            lastOutputs = figures.outputs
        }
        return (
            Double(figures.books.read - lastRead) / seconds,
            Double(figures.outputs - lastOutputs) / seconds
        )
    }

    /// One line for a log.
    mutating func status(_ figures: EngineSnapshot) -> String {
        let rates = rates(figures)
        var parts = [
            "\(NumberText.grouped(Int(rates.read.rounded()))) events/s in",
            "\(NumberText.grouped(Int(rates.written.rounded()))) out",
            "lag \(NumberText.grouped(Int(figures.lag)))",
            NumberText.count(figures.tasks.count, "task"),
            NumberText.count(figures.equipment, "machine"),
            "\(NumberText.grouped(figures.series)) series",
        ]
        let books = figures.books
        if books.late > 0 { parts.append("\(NumberText.grouped(books.late)) late") }
        if books.deadLettered > 0 {
            parts.append("\(NumberText.grouped(books.deadLettered)) dead-lettered")
        }
        if figures.lostOutputs > 0 {
            parts.append("\(NumberText.grouped(figures.lostOutputs)) outputs refused")
        }
        if !books.isBalanced { parts.append("BOOKS DO NOT BALANCE") }
        return parts.joined(separator: ", ")
    }
}
