/// The members that a rule's function names, by the names that its parameters have.
///
/// In a file with one rule the helpers above the function count, too; with several, only the words
/// of the function itself, because nobody knows whose helper another one is.
struct FunctionMembers {
    /// `owner.member`.
    struct Member {
        var owner: String
        var member: String
        var token: LuaToken
    }

    private let all: [Member]
    private var parameters = ["ev", "st", "act"]

    var fields: [Member] { all.filter { $0.owner == parameters[0] } }
    var states: [Member] { all.filter { $0.owner == parameters[1] } }
    var actions: [Member] { all.filter { $0.owner == parameters[2] } }

    init(tokens: [LuaToken], head: HeadPositions.Head?, isAlone: Bool) {
        let start = Self.start(tokens, head)
        if let start {
            for (index, name) in Self.parameters(tokens, start).enumerated() where index < 3 {
                parameters[index] = name
            }
        }
        if isAlone {
            all = Self.all(tokens[...])
        } else {
            all = start.map { Self.all(tokens[$0..<Self.end(tokens, $0)]) } ?? []
        }
    }

    /// Every `name.name` of some words.
    static func all(_ tokens: ArraySlice<LuaToken>) -> [Member] {
        guard tokens.count > 2 else { return [] }
        return (tokens.startIndex + 1..<tokens.endIndex - 1).compactMap { index in
            guard tokens[index].is("."), let owner = tokens[index - 1].name,
                let member = tokens[index + 1].name
            else { return nil }
            return Member(owner: owner, member: member, token: tokens[index + 1])
        }
    }

    /// The word `function` of the rule's function, whether it stands in the head or has a name.
    private static func start(_ tokens: [LuaToken], _ head: HeadPositions.Head?) -> Int? {
        guard let entry = head?.entries["fire"], let value = entry.value else { return nil }
        if value.is("function") { return entry.valueIndex }
        guard let name = value.name else { return nil }
        return tokens.indices.first { index in
            guard tokens[index].is("function"), index + 1 < tokens.count else { return false }
            return tokens[index + 1].name == name
                || (index > 1 && tokens[index - 1].is("=") && tokens[index - 2].name == name)
        }
    }

    private static func parameters(_ tokens: [LuaToken], _ start: Int) -> [String] {
        guard let open = tokens[start...].firstIndex(where: { $0.is("(") }),
            let close = tokens[open...].firstIndex(where: { $0.is(")") })
        else { return [] }
        return tokens[open..<close].compactMap(\.name)
    }

    /// Behind the `end` of a function: every block word opens what `end` or `until` closes.
    private static func end(_ tokens: [LuaToken], _ start: Int) -> Int {
        var depth = 0
        for index in start..<tokens.count {
            let token = tokens[index]
            if token.is("function") || token.is("if") || token.is("do") || token.is("repeat") {
                depth += 1
            } else if token.is("end") || token.is("until") {
                depth -= 1
                if depth == 0 { return index + 1 }
            }
        }
        return tokens.count
    }
}
