/// The findings of `takt doctor`, written as they come.
struct Examination {
    private(set) var problemCount = 0
    private var noteCount = 0

    init() {}

    /// Something is in order.
    mutating func ok(_ subject: String, _ text: String) {
        write(Style.green("ok      "), subject, text)
    }

    /// Something is worth knowing and no problem.
    mutating func note(_ subject: String, _ text: String) {
        noteCount += 1
        write(Style.yellow("note    "), subject, text)
    }

    /// Something is wrong, and this is what to do about it.
    mutating func problem(_ subject: String, _ text: String, remedy: String) {
        problemCount += 1
        write(Style.red("problem "), subject, text)
        Terminal.write("                         → \(remedy)\n")
    }

    /// Tries something; answers what came out, or nil after writing the problem down.
    mutating func attempt<T>(
        _ subject: String,
        remedy: String,
        _ body: () throws(Failure) -> T,
        says: (T) -> String
    ) -> T? {
        do throws(Failure) {
            let result = try body()
            ok(subject, says(result))
            return result
        } catch {
            problem(subject, error.sentence, remedy: remedy)
            return nil
        }
    }

    /// The last line.
    var summary: String {
        problemCount == 0
            ? "No problems\(noteCount > 0 ? ", \(NumberText.count(noteCount, "note"))" : "").\n"
            : "\(NumberText.count(problemCount, "problem")).\n"
    }

    private func write(_ mark: String, _ subject: String, _ text: String) {
        let padded = subject + String(repeating: " ", count: max(0, 15 - subject.count))
        let lines = text.split(separator: "\n").joined(separator: "\n                         ")
        Terminal.write("\(mark)  \(padded)\(lines)\n")
    }
}
