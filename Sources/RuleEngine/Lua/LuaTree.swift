import CLuaBridge

/// A Lua table as a value: what a rule file declared.
enum LuaTree: Equatable {
    case nothing
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    /// Fields by name in alphabetical order, and elements 1…n.
    case table(fields: [(name: String, value: LuaTree)], elements: [LuaTree])
    /// A function that begins at a line.
    case function(line: Int)
    /// `ring(5)`, `window("10m")` and so on.
    case constructor(kind: Int, size: Int64, text: String)
    case other

    static func == (a: LuaTree, b: LuaTree) -> Bool {
        switch (a, b) {
        case (.nothing, .nothing), (.other, .other): true
        case (.boolean(let x), .boolean(let y)): x == y
        case (.integer(let x), .integer(let y)): x == y
        case (.number(let x), .number(let y)): x == y
        case (.text(let x), .text(let y)): x == y
        case (.table(let x, let p), .table(let y, let q)):
            p == q && x.count == y.count
                && zip(x, y).allSatisfy { $0.name == $1.name && $0.value == $1.value }
        default: false
        }
    }

    subscript(name: String) -> LuaTree {
        if case .table(let fields, _) = self {
            return fields.first { $0.name == name }?.value ?? .nothing
        }
        return .nothing
    }

    var fields: [(name: String, value: LuaTree)] {
        if case .table(let fields, _) = self { return fields }
        return []
    }

    var elements: [LuaTree] {
        if case .table(_, let elements) = self { return elements }
        return []
    }

    var text: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    /// The scalar that this is, or nil for tables and functions.
    var scalar: RuleValue? {
        switch self {
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .text(let value): .text(value)
        default: nil
        }
    }

    /// What it is, for messages.
    var kindText: String {
        switch self {
        case .nothing: "nothing"
        case .boolean: "a truth value"
        case .integer, .number: "a number"
        case .text: "a text"
        case .table: "a table"
        case .function: "a function"
        case .constructor: "a ring, window, counter or set"
        case .other: "something else"
        }
    }

    init(_ value: takt_value) {
        // Texts are copied; nothing of the lent value is kept.
        let integer = unsafe value.integer
        switch Int(unsafe value.kind) {
        case TAKT_NIL: self = .nothing
        case TAKT_BOOLEAN: self = .boolean(integer != 0)
        case TAKT_INTEGER: self = .integer(integer)
        case TAKT_NUMBER: self = .number(unsafe value.number)
        case TAKT_TEXT: self = .text(unsafe value.string)
        case TAKT_FUNCTION: self = .function(line: Int(integer))
        case TAKT_CONSTRUCTOR:
            self = .constructor(
                kind: Int(unsafe value.object),
                size: integer,
                text: unsafe value.string
            )
        default: self = .other
        }
    }
}

extension takt_value {
    /// The text as a string; empty for anything else.
    var string: String {
        guard unsafe text != nil else { return "" }
        return unsafe String(
            decoding: UnsafeRawBufferPointer(start: text, count: count),
            as: UTF8.self
        )
    }
}

/// Collects what a walk over a table reports.
final class LuaTreeBuilder {
    private struct Level {
        var key: LuaTree = .nothing
        var fields: [(name: String, value: LuaTree)] = []
        var elements: [(index: Int64, value: LuaTree)] = []
        var hasOtherKeys = false
    }

    private var levels: [Level] = []
    private(set) var root: LuaTree = .nothing
    /// Whether some table had keys that are neither texts nor 1…n.
    private(set) var hasOtherKeys = false

    func visit(_ event: Int32, _ value: UnsafePointer<takt_value>?) {
        switch Int(event) {
        case TAKT_WALK_BEGIN: levels.append(Level())
        case TAKT_WALK_KEY:
            levels[levels.count - 1].key =
                unsafe value.map { unsafe LuaTree($0.pointee) } ?? .nothing
        case TAKT_WALK_VALUE: add(unsafe value.map { unsafe LuaTree($0.pointee) } ?? .nothing)
        default: close()
        }
    }

    private func close() {
        let level = levels.removeLast()
        let elements = level.elements.sorted { $0.index < $1.index }
        if elements.enumerated().contains(where: { $0.offset + 1 != $0.element.index }) {
            hasOtherKeys = true
        }
        let table = LuaTree.table(
            fields: level.fields.sorted { $0.name < $1.name },
            elements: elements.map(\.value)
        )
        if levels.isEmpty { root = table } else { add(table) }
    }

    private func add(_ value: LuaTree) {
        let last = levels.count - 1
        switch levels[last].key {
        case .text(let name): levels[last].fields.append((name, value))
        case .integer(let index): levels[last].elements.append((index, value))
        default: hasOtherKeys = true
        }
    }
}
