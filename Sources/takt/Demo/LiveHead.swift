import Engine
import Records

/// The top of the live view: where, how far, how fast.
struct LiveHead {
    let plan: DemoPlan
    let greeting: DemoGreeting
    let frame: DemoFrame

    func lines(_ columns: Int) -> [StyledLine] {
        [title, progress(columns), rates, health, StyledLine(greeting.kcat, .dim), StyledLine()]
    }

    private var title: StyledLine {
        var line = StyledLine("takt demo", .bold)
        line.add("  broker \(greeting.address)")
        line.add("  \(NumberText.grouped(plan.machineCount)) machines")
        line.add("  \(NumberText.count(greeting.settings.rules.count, "rule"))")
        line.add("  seed \(plan.seed)  \(plan.speedText)×")
        if frame.phase != .running { line.add("  \(word)", .yellow) }
        return line
    }

    private var word: String {
        switch frame.phase {
        case .starting: "starting: the engine joins its group"
        case .running: ""
        case .draining: "finishing"
        }
    }

    private func progress(_ columns: Int) -> StyledLine {
        var line = StyledLine("plant time \(EventText.short(frame.plantTime))  ")
        let left = Int64(Double(plan.wallNanoseconds) * (1 - frame.share))
        let rest = "  \(Int(frame.share * 100)) %, \(NumberText.duration(nanoseconds: left)) left"
        let width = max(10, min(60, columns - line.width - 24))
        line.add(Bar.text(frame.share, width: width), .cyan)
        line.add(rest)
        return line
    }

    private var rates: StyledLine {
        let engine = frame.engine
        var line = StyledLine()
        line.add("in ")
        line.add("\(NumberText.grouped(frame.inputRate))/s", .bold)
        line.add("   out ")
        line.add("\(NumberText.grouped(frame.outputRate))/s", .bold)
        line.add("   lag \(NumberText.grouped(Int(engine.lag)))")
        line.add("   \(NumberText.count(engine.tasks.count, "task"))")
        line.add("   \(NumberText.count(engine.equipment, "machine"))")
        line.add("   \(NumberText.grouped(engine.series)) series")
        return line
    }

    private var health: StyledLine {
        let books = frame.engine.books
        var line = StyledLine()
        line.add(
            books.isBalanced ? "books balance" : "BOOKS DO NOT BALANCE",
            books.isBalanced ? .green : .red
        )
        line.add("  read \(NumberText.grouped(books.read))")
        line.add(" = counted \(NumberText.grouped(books.counted))")
        line.add(" + late \(NumberText.grouped(books.late))")
        line.add(" + dead letters \(NumberText.grouped(books.deadLettered))")
        line.add(" + repeats \(NumberText.grouped(books.ignored))")
        return line
    }
}
