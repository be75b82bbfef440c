// What came out against what was expected, field by field.

extension RuleTestRun {
    /// Adds a failure for everything that is missing or too much.
    mutating func compare(_ test: RuleTestCase) {
        var left = outputs
        for expectation in test.expectations {
            if let found = left.firstIndex(where: { isFulfilled(expectation, by: $0) }) {
                left.remove(at: found)
                continue
            }
            let when = DurationText.text(expectation.offsetNanoseconds)
            let wanted = Output(
                offsetNanoseconds: 0,
                word: expectation.word,
                fields: expectation.fields
            ).text
            let got = left.filter { $0.offsetNanoseconds == expectation.offsetNanoseconds }
            let others = left.filter { $0.word == expectation.word }.map {
                "\($0.text) at \(DurationText.text($0.offsetNanoseconds))"
            }
            let shown =
                got.isEmpty
                ? (others.isEmpty ? "nothing" : others.joined(separator: "; "))
                : got.map(\.text).joined(separator: "; ")
            let lines = ["at \(when)  expected \(wanted)", "got \(shown)"]
            failures.append(
                (lines + differences(expectation, left)).joined(separator: "\n")
            )
        }
        guard !test.allowsOthers else { return }
        for output in left {
            failures.append(
                "at \(DurationText.text(output.offsetNanoseconds))  expected nothing\ngot \(output.text)"
            )
        }
    }

    private func isFulfilled(_ expectation: RuleTestCase.Expectation, by output: Output) -> Bool {
        output.offsetNanoseconds == expectation.offsetNanoseconds
            && output.word == expectation.word
            && expectation.fields.allSatisfy { isEqual($0.value, output.value($0.name)) }
    }

    private func isEqual(_ wanted: RuleValue, _ found: RuleValue?) -> Bool {
        guard let found else { return false }
        if let a = found.double, let b = wanted.double { return a == b }
        return found.text == wanted.text
    }

    /// A line for each field in which the nearest output of the same kind differs.
    private func differences(_ expectation: RuleTestCase.Expectation, _ left: [Output]) -> [String]
    {
        func lines(_ output: Output) -> [String] {
            var lines: [String] = []
            if output.offsetNanoseconds != expectation.offsetNanoseconds {
                lines.append(
                    "differs  time: expected \(DurationText.text(expectation.offsetNanoseconds)), got "
                        + DurationText.text(output.offsetNanoseconds)
                )
            }
            for field in expectation.fields where !isEqual(field.value, output.value(field.name)) {
                let got = output.value(field.name).map(Self.shown) ?? "no such field"
                lines.append(
                    "differs  \(field.name): expected \(Self.shown(field.value)), got \(got)"
                )
            }
            return lines
        }
        let candidates = left.filter { $0.word == expectation.word }.map(lines)
        return candidates.min { $0.count < $1.count } ?? []
    }
}

extension RuleTestRun.Output {
    /// The value of a field, or nil when it has none of that name.
    func value(_ name: String) -> RuleValue? { fields.first { $0.name == name }?.value }
}
