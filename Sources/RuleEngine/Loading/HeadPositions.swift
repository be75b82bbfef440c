/// Where the fields of each `rule "id" {…}` stand in the file, found by reading its words.
///
/// Values may be computed, so this is a help for messages, never the source of what a rule says.
struct HeadPositions {
    /// A name and, when it stands there literally, its value.
    struct Entry {
        var name: LuaToken
        var value: LuaToken?
    }

    /// One declaration: its word, its identity, and its fields by dotted path.
    struct Head {
        var id: String
        var idToken: LuaToken
        var entries: [String: Entry] = [:]
    }

    private(set) var heads: [Head] = []
    private let tokens: [LuaToken]

    init(tokens: [LuaToken], word: String = "rule") {
        self.tokens = tokens
        for index in tokens.indices where tokens[index].is(word) {
            guard index + 2 < tokens.count, case .text(let id) = tokens[index + 1].kind,
                tokens[index + 2].is("{")
            else { continue }
            var head = Head(id: id, idToken: tokens[index + 1])
            read(from: index + 2, into: &head)
            heads.append(head)
        }
    }

    private func read(from open: Int, into head: inout Head) {
        var path: [String] = []
        var names: [String] = []
        var index = open
        var functionDepth = 0
        // Functions have no braces of their own, so names inside them are skipped by counting
        // words.
        while index < tokens.count {
            let token = tokens[index]
            if token.is("function") || token.is("if") || token.is("do") || token.is("repeat") {
                functionDepth += 1
            } else if token.is("end") || token.is("until") {
                functionDepth = max(0, functionDepth - 1)
            } else if token.is("{") {
                names.append(path.joined(separator: "."))
                if functionDepth > 0 { path = ["\u{0}"] }
            } else if token.is("}") {
                names.removeLast()
                path = names.last.map { $0.isEmpty ? [] : [$0] } ?? []
                if names.isEmpty { return }
            } else if functionDepth == 0, let name = token.name, index + 1 < tokens.count,
                tokens[index + 1].is("="), isFieldStart(index)
            {
                let full = (names.last.map { $0.isEmpty ? [] : [$0] } ?? []) + [name]
                path = full
                let value = index + 2 < tokens.count ? tokens[index + 2] : nil
                head.entries[full.joined(separator: ".")] = Entry(name: token, value: value)
            } else if token.is(",") || token.is(";") {
                path = names.last.map { $0.isEmpty ? [] : [$0] } ?? []
            }
            index += 1
        }
    }

    private func isFieldStart(_ index: Int) -> Bool {
        tokens[index - 1].is("{") || tokens[index - 1].is(",") || tokens[index - 1].is(";")
    }
}
