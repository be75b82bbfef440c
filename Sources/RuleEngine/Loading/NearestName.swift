/// Finds the name somebody probably meant.
enum NearestName {
    /// `"; did you mean 'x'?"` for the closest known name, or nothing when none is close.
    static func hint(_ name: String, among known: [String]) -> String {
        guard let best = find(name, among: known) else { return "" }
        return "; did you mean '\(best)'?"
    }

    /// The known name with the fewest edits, at most a third of its length; ties go to the
    /// alphabet.
    static func find(_ name: String, among known: [String]) -> String? {
        var best: String?
        var bestDistance = max(1, name.utf8.count / 3) + 1
        for candidate in known.sorted() {
            let distance = editCount(Array(name.utf8), Array(candidate.utf8))
            if distance < bestDistance {
                bestDistance = distance
                best = candidate
            }
        }
        return best
    }

    // Damerau's distance with adjacent transpositions (optimal string alignment).
    private static func editCount(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var rows = [Array(0...b.count)]
        for i in 1..<(a.count + 1) {
            var row = [i]
            for j in 1..<(b.count + 1) {
                let same = a[i - 1] == b[j - 1]
                var cost = min(
                    rows[i - 1][j] + 1,
                    row[j - 1] + 1,
                    rows[i - 1][j - 1] + (same ? 0 : 1)
                )
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    cost = min(cost, rows[i - 2][j - 2] + 1)
                }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
