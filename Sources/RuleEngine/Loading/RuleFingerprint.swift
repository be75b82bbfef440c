import Records

/// Tells whether a rule is another one than before, by the words it may depend on: those of its own
/// table and those of its file outside of all rules, where shared functions and numbers stand.
///
/// Layout and comments do not count, nor the other rules of the file.
struct RuleFingerprint {
    let source: RuleSource
    let tokens: [LuaToken]
    let heads: [HeadPositions.Head]

    /// Hashes of a rule with everything, and without parameters and mode. A rule that was declared in
    /// some other way than by `rule "name" {…}` depends on its whole file.
    func hashes(of id: String, _ own: HeadPositions.Head?) -> (version: String, kin: String) {
        guard let own else {
            let all = HexText.of(hash(id) { _ in true })
            return (all, all)
        }
        let others = heads.map(\.range).filter { $0 != own.range }
        let free = freeWords(of: own)
        let version = hash(id) { word in !others.contains { $0.contains(word) } }
        let kin = hash(id) { word in
            !others.contains { $0.contains(word) } && !free.contains { $0.contains(word) }
        }
        return (HexText.of(version), HexText.of(kin))
    }

    private func hash(_ id: String, _ counts: (Int) -> Bool) -> UInt64 {
        var hash = StableHash.fnv1a(id)
        for (word, token) in tokens.enumerated() where counts(word) {
            hash = unsafe source.bytes[token.start..<token.end].withUnsafeBytes {
                unsafe StableHash.fnv1a($0, seed: hash)
            }
            // Words that touch are other words than one.
            hash = StableHash.fnv1a(" ", seed: hash)
        }
        return hash
    }

    /// The words of `params = {…}` and `mode = "…"`, where they stand there literally.
    private func freeWords(of head: HeadPositions.Head) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        if let entry = head.entries["params"], let value = entry.value, value.is("{"),
            let end = endOfTable(entry.valueIndex)
        {
            ranges.append(field(entry.valueIndex - 2..<end))
        }
        if let entry = head.entries["mode"], case .text? = entry.value?.kind {
            ranges.append(field(entry.valueIndex - 2..<entry.valueIndex + 1))
        }
        return ranges
    }

    private func endOfTable(_ open: Int) -> Int? {
        var depth = 0
        for index in open..<tokens.count {
            if tokens[index].is("{") { depth += 1 }
            if tokens[index].is("}") { depth -= 1 }
            if depth == 0 { return index + 1 }
        }
        return nil
    }

    /// A field with one of the commas beside it.
    private func field(_ words: Range<Int>) -> Range<Int> {
        if words.upperBound < tokens.count, isSeparator(tokens[words.upperBound]) {
            return words.lowerBound..<words.upperBound + 1
        }
        return isSeparator(tokens[words.lowerBound - 1])
            ? words.lowerBound - 1..<words.upperBound : words
    }

    private func isSeparator(_ token: LuaToken) -> Bool { token.is(",") || token.is(";") }
}
