/// Where the fields of each `rule "id" {…}` stand in the file, found by reading its words.
///
/// Values may be computed, so this is a help for messages, never the source of what a rule says.
struct HeadPositions {
    /// A name and, when it stands there literally, its value.
    struct Entry {
        var name: LuaToken
        var value: LuaToken?
        /// Place of the value among the words of the file.
        var valueIndex = 0
        /// The texts of a list that stands there literally.
        var elements: [LuaToken] = []
    }

    /// One declaration: its word, its identity, and its fields by dotted path.
    struct Head {
        var id: String
        var idToken: LuaToken
        var entries: [String: Entry] = [:]
        /// Its words among the words of the file.
        var range = 0..<0

        /// The word that a list names, or what the field is.
        func element(_ path: String, _ text: String) -> LuaToken? {
            guard let entry = entries[path] else { return nil }
            let found = ([entry.value].compactMap { $0 } + entry.elements).first {
                $0.kind == .text(text)
            }
            return found ?? entry.value ?? entry.name
        }
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
            let end = read(from: index + 2, into: &head)
            head.range = index..<end
            heads.append(head)
        }
    }

    /// The head of the nth declaration of an identity.
    func head(_ id: String, occurrence: Int) -> Head? {
        let all = heads.filter { $0.id == id }
        return occurrence < all.count ? all[occurrence] : nil
    }

    /// Reads a table and answers where it ends.
    private func read(from open: Int, into head: inout Head) -> Int {
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
                if names.isEmpty { return index + 1 }
            } else if functionDepth == 0, let name = token.name, index + 1 < tokens.count,
                tokens[index + 1].is("="), isFieldStart(index)
            {
                let full = (names.last.map { $0.isEmpty ? [] : [$0] } ?? []) + [name]
                path = full
                let value = index + 2 < tokens.count ? tokens[index + 2] : nil
                head.entries[full.joined(separator: ".")] = Entry(
                    name: token,
                    value: value,
                    valueIndex: index + 2
                )
            } else if functionDepth == 0, case .text = token.kind, isFieldStart(index),
                let list = names.last
            {
                head.entries[list]?.elements.append(token)
            } else if token.is(",") || token.is(";") {
                path = names.last.map { $0.isEmpty ? [] : [$0] } ?? []
            }
            index += 1
        }
        return index
    }

    private func isFieldStart(_ index: Int) -> Bool {
        tokens[index - 1].is("{") || tokens[index - 1].is(",") || tokens[index - 1].is(";")
    }
}
