import Records

/// What a set of rules raised in a recording, alone or next to another set, as text.
struct BacktestReport {
    /// A set: what to call it, its rules, and what they raised.
    struct Side {
        var name: String
        var rules: [String]
        var firings: Firings
    }

    let sides: [Side]
    /// Only these rules; empty means all.
    var wanted: [String] = []
    /// Whether every firing is listed.
    var isListing = false

    private var rules: [String] {
        let all = Set(sides.flatMap(\.rules))
        return (wanted.isEmpty ? all : all.intersection(wanted)).sorted()
    }

    /// A block for each rule that fired, then those that did not.
    var text: String {
        var text = ""
        var quiet: [String] = []
        for rule in rules {
            let firings = sides.map { $0.firings.of(rule) }
            let notes = sides.compactMap { side in
                side.firings.quarantined[rule].map { "  \(side.name): \($0)\n" }
            }
            if firings.allSatisfy(\.isEmpty), notes.isEmpty {
                quiet.append(rule)
            } else {
                text +=
                    Style.bold(rule) + "\n" + figures(rule, firings) + notes.joined()
                    + differences(firings) + list(firings) + "\n"
            }
        }
        if !quiet.isEmpty { text += "never fired: \(quiet.joined(separator: ", "))\n" }
        return text
    }

    // MARK: Figures

    private func figures(_ rule: String, _ firings: [[Firing]]) -> String {
        var table = TableText([""] + sides.map(\.name), right: Set(sides.map(\.name)))
        func row(_ name: String, _ value: ([Firing]) -> String) {
            table.add([name] + firings.map(value))
        }
        row("fired") { NumberText.grouped($0.count) }
        for week in Set(firings.joined().map { ISOWeek.text($0.raised) }).sorted() {
            row("  " + week) { side in
                NumberText.grouped(side.count { ISOWeek.text($0.raised) == week })
            }
        }
        row("keys") { NumberText.grouped(Set($0.map(\.alert)).count) }
        for key in Self.busiest(firings) {
            row("  " + TableText.oneLine(key)) { side in
                NumberText.grouped(side.count { $0.key == key })
            }
        }
        row("median open") { Self.median($0.compactMap(\.nanoseconds)) }
        row("open at the end") { side in NumberText.grouped(side.count { $0.ended == nil }) }
        let changes = sides.map { $0.firings.dispatches[rule] ?? 0 }
        if changes.contains(where: { $0 > 0 }) {
            table.add(["changes on the floor"] + changes.map(NumberText.grouped))
        }
        return Self.indented(table.text)
    }

    /// The keys with the most firings, at most five, the busiest first.
    private static func busiest(_ firings: [[Firing]]) -> [String] {
        let counts = Dictionary(grouping: firings.joined(), by: \.key).mapValues(\.count)
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return sorted.prefix(5).map(\.key)
    }

    /// The middle of some durations; of two middles the shorter one.
    static func median(_ durations: [Int64]) -> String {
        guard !durations.isEmpty else { return "–" }
        return NumberText.duration(nanoseconds: durations.sorted()[(durations.count - 1) / 2])
    }

    // MARK: Differences

    private func differences(_ firings: [[Firing]]) -> String {
        guard firings.count == 2 else { return "" }
        var text = ""
        for (side, other) in [(0, 1), (1, 0)] {
            let only = Self.unmatched(firings[side], firings[other])
            guard !only.isEmpty else { continue }
            text += "  only in \(sides[side].name): \(NumberText.grouped(only.count))\n"
            let shown = isListing ? only : Array(only.prefix(5))
            text += shown.map { "    \(Self.line($0))\n" }.joined()
            if shown.count < only.count {
                text +=
                    "    … \(NumberText.grouped(only.count - shown.count)) more; --list has them\n"
            }
        }
        return text
    }

    /// Firings that no firing of the other side of the same key overlaps in time.
    static func unmatched(_ firings: [Firing], _ others: [Firing]) -> [Firing] {
        let byAlert = Dictionary(grouping: others, by: \.alert)
        return firings.filter { firing in
            !(byAlert[firing.alert] ?? []).contains { firing.overlaps($0) }
        }
    }

    private func list(_ firings: [[Firing]]) -> String {
        guard isListing else { return "" }
        var text = ""
        for (side, all) in zip(sides, firings) where !all.isEmpty {
            text += "  \(side.name)\n" + all.map { "    \(Self.line($0))\n" }.joined()
        }
        return text
    }

    private static func line(_ firing: Firing) -> String {
        let length = firing.nanoseconds.map { NumberText.duration(nanoseconds: $0) } ?? "open"
        return "\(EventText.short(firing.raised))  \(length)  \(firing.severity)  "
            + TableText.oneLine(firing.key)
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
}
