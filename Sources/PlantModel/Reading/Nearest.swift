/// Finds the word somebody probably meant.
enum Nearest {
    /// The candidate with the smallest edit distance, if it is close enough to be a typing error.
    static func word(to word: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, word.count / 3)
        var best: (distance: Int, word: String)?
        for candidate in candidates {
            let found = distance(word.lowercased(), candidate.lowercased())
            guard found <= limit, found < best?.distance ?? .max else { continue }
            best = (found, candidate)
        }
        return best?.word
    }

    /// Insertions, deletions, changes and swaps of neighbours (optimal string alignment).
    static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a.unicodeScalars.prefix(64))
        let b = Array(b.unicodeScalars.prefix(64))
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    cost = min(cost, before[j - 1] + 1)
                }
                row.append(cost)
            }
            before = last
            last = row
        }
        return last[b.count]
    }
}
