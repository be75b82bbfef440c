/// One word of a Lua text, with its place.
struct LuaToken: Equatable {
    enum Kind: Equatable {
        case name(String)
        case text(String)
        case integer(Int64)
        case number(Double)
        case symbol(String)
        case end
    }

    var kind: Kind
    /// Bytes from `start` up to `end` in the text.
    var start: Int
    var end: Int
    /// First byte of a text's content.
    var contentStart: Int
    /// Whether the content stands in the file as it is, so that columns inside it can be told.
    var isLiteral: Bool

    /// Whether this is the given symbol or keyword.
    func `is`(_ word: String) -> Bool {
        switch kind {
        case .symbol(let symbol): symbol == word
        case .name(let name): name == word
        default: false
        }
    }

    var name: String? {
        if case .name(let name) = kind { return name }
        return nil
    }
}

/// A text that is not Lua, and where.
struct LuaLexError: Error {
    var message: String
    var at: Int
    var length: Int
}
