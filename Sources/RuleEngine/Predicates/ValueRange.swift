/// What a field can still be after some comparisons with constants.
struct ValueRange {
    private var low = -Double.infinity
    private var high = Double.infinity
    private var isLowOpen = false
    private var isHighOpen = false
    private var only: RuleValue?
    private var never: [RuleValue] = []
    private var isContradiction = false
    /// Whether some comparison was about numbers.
    private(set) var isNumeric = false

    /// Whether no value is left.
    var isEmpty: Bool {
        if isContradiction || low > high || (low == high && (isLowOpen || isHighOpen)) {
            return true
        }
        guard let only else { return false }
        if never.contains(where: { Self.isEqual($0, only) }) { return true }
        guard let number = only.double else { return isNumeric }
        return number < low || number > high || (number == low && isLowOpen)
            || (number == high && isHighOpen)
    }

    /// Leaves only what fulfils a comparison.
    mutating func narrow(_ relation: PredicateOperator, _ value: RuleValue) {
        switch relation {
        case .equal:
            if let only, !Self.isEqual(only, value) { isContradiction = true }
            only = value
            if value.double != nil { isNumeric = true }
        case .notEqual: never.append(value)
        default: bound(relation, value)
        }
    }

    private mutating func bound(_ relation: PredicateOperator, _ value: RuleValue) {
        guard let number = value.double else { return }
        isNumeric = true
        switch relation {
        case .less, .lessOrEqual:
            let isOpen = relation == .less
            if number < high || (number == high && isOpen) { (high, isHighOpen) = (number, isOpen) }
        case .greater, .greaterOrEqual:
            let isOpen = relation == .greater
            if number > low || (number == low && isOpen) { (low, isLowOpen) = (number, isOpen) }
        default: break
        }
    }

    /// What fulfils both.
    func intersection(_ other: ValueRange) -> ValueRange {
        var result = self
        if let only = other.only { result.narrow(.equal, only) }
        for value in other.never { result.narrow(.notEqual, value) }
        if other.low > -.infinity {
            result.bound(other.isLowOpen ? .greater : .greaterOrEqual, .number(other.low))
        }
        if other.high < .infinity {
            result.bound(other.isHighOpen ? .less : .lessOrEqual, .number(other.high))
        }
        result.isContradiction = result.isContradiction || other.isContradiction
        return result
    }

    private static func isEqual(_ a: RuleValue, _ b: RuleValue) -> Bool {
        if let x = a.double, let y = b.double { return x == y }
        return a == b
    }
}
