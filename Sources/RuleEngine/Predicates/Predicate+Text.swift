// A tree as text again, with the fewest brackets that keep its shape.

extension Predicate {
    /// How tightly an expression binds; higher is tighter. Source: Lua 5.4 manual §3.4.8.
    private var strength: Int {
        switch self {
        case .or: 1
        case .and: 2
        case .binary(let operation, _, _, _):
            switch operation {
            case .add, .subtract: 4
            case .multiply, .divide: 5
            default: 3
            }
        case .not, .negate: 6
        default: 7
        }
    }

    /// The condition as people write it; parsing it gives the same tree.
    var text: String {
        switch self {
        case .field(let name, _): name
        case .parameter(let name, _): "params." + name
        case .nothing: "nil"
        case .boolean(let value): String(value)
        case .integer, .number: Self.numberText(self)
        case .text(let text): "\"\(Self.escaped(text))\""
        case .negate(let inner, _): "- " + inner.wrapped(6)
        case .not(let inner): "not " + inner.wrapped(6)
        case .and(let left, let right): "\(left.wrapped(2)) and \(right.wrapped(3))"
        case .or(let left, let right): "\(left.wrapped(1)) or \(right.wrapped(2))"
        case .binary(let operation, let left, let right, _):
            "\(left.wrapped(strength)) \(operation.rawValue) \(right.wrapped(strength + 1))"
        case .call(let function, let arguments, _):
            "\(function.rawValue)(\(arguments.map(\.text).joined(separator: ", ")))"
        }
    }

    private func wrapped(_ needed: Int) -> String { strength < needed ? "(\(text))" : text }

    private static func numberText(_ tree: Predicate) -> String {
        switch tree {
        case .integer(let value): String(value)
        // Lua has no word for an infinite number; this one is too large for a double.
        case .number(let value): value.isInfinite ? "1e999" : String(value)
        default: ""
        }
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5c: result += "\\" + String(scalar)
            case 0..<0x20, 0x7f:
                let digits = String(scalar.value)
                result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Where it begins to be told apart in its text: the place of its operator, name or function.
    var place: (at: Int, length: Int)? {
        switch self {
        case .field(let name, let at): (at, name.utf8.count)
        case .parameter(let name, let at): (at, name.utf8.count + 7)
        case .negate(_, let at): (at, 1)
        case .binary(let operation, _, _, let at): (at, operation.rawValue.utf8.count)
        case .call(let function, _, let at): (at, function.rawValue.utf8.count)
        case .not(let inner): inner.place
        case .and(let left, _), .or(let left, _): left.place
        default: nil
        }
    }
}
