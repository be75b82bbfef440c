import Records

/// Finds conditions, and parts of them, that no event can change: always true or always false.
///
/// Terms that compare one field with a constant narrow what that field can be. When nothing is left
/// of it in a chain of `and`, the chain is always false; a chain of `or` is always true when its
/// opposite is always false. What it does not see through it says nothing about.
struct PredicateTruth {
    let fields: [String: FieldCatalogue.Field]
    let parameters: [String: RuleValue]

    /// What is wrong, in the order of the text.
    func findings(_ tree: Predicate) -> [PredicateError] {
        var found: [PredicateError] = []
        look(at: tree, &found)
        return found.sorted { $0.at < $1.at }
    }

    private func look(at tree: Predicate, _ found: inout [PredicateError]) {
        switch tree {
        case .and:
            let terms = tree.conjuncts
            chain(terms, isNegated: false, &found)
            for term in terms { look(at: term, &found) }
        case .or:
            let terms = tree.disjuncts
            chain(terms, isNegated: true, &found)
            for term in terms { look(at: term, &found) }
        case .not(let inner): look(at: inner, &found)
        default: term(tree, &found)
        }
    }

    private func warning(_ code: String, _ message: String, _ tree: Predicate) -> PredicateError {
        let place = tree.place ?? (0, 1)
        return PredicateError(
            severity: .warning,
            code: code,
            message: message,
            at: place.at,
            length: place.length
        )
    }

    // MARK: Single terms

    private func term(_ tree: Predicate, _ found: inout [PredicateError]) {
        words(tree, &found)
        if tree.fields.isEmpty {
            let program = PredicateCompiler.compile(tree, parameters: parameters)
            let isTrue = PredicateProbe.isTrue(program)
            found.append(
                warning(
                    "W406",
                    "'\(tree.text)' does not depend on the event: always \(isTrue)",
                    tree
                )
            )
            return
        }
        if case .binary(let operation, let left, let right, _) = tree, !operation.isArithmetic,
            left.text == right.text
        {
            let isTrue = [.equal, .lessOrEqual, .greaterOrEqual].contains(operation)
            found.append(
                warning("W406", "'\(left.text)' is compared with itself: always \(isTrue)", tree)
            )
            return
        }
        for isNegated in [false, true] {
            guard let (name, relation, value) = comparison(tree, isNegated: isNegated) else {
                continue
            }
            var range = start(name)
            range.narrow(relation, value)
            guard range.isEmpty else { continue }
            let bounds = fields[name].map(boundsText) ?? ""
            found.append(
                warning("W406", "'\(tree.text)' is always \(isNegated)\(bounds)", tree)
            )
        }
    }

    private func boundsText(_ field: FieldCatalogue.Field) -> String {
        let low = field.minimum.map { " at least \(RuleValue.number($0).text)" } ?? ""
        let high = field.maximum.map { " at most \(RuleValue.number($0).text)" } ?? ""
        return low.isEmpty && high.isEmpty ? "" : ": the field is" + low + high
    }

    /// Words that the contract does not know.
    private func words(_ tree: Predicate, _ found: inout [PredicateError]) {
        var asked: [(field: String, word: String)] = []
        switch tree {
        case .binary(.equal, .field(let name, _), let other, _),
            .binary(.notEqual, .field(let name, _), let other, _),
            .binary(.equal, let other, .field(let name, _), _),
            .binary(.notEqual, let other, .field(let name, _), _):
            if case .text(let word)? = constant(other) { asked.append((name, word)) }
        case .call(.oneOf, let arguments, _):
            guard case .field(let name, _) = arguments[0] else { return }
            for argument in arguments.dropFirst() {
                if case .text(let word)? = constant(argument) { asked.append((name, word)) }
            }
        default: return
        }
        for (name, word) in asked {
            guard let known = fields[name]?.words, !known.isEmpty, !known.contains(word) else {
                continue
            }
            let hint = NearestName.hint(word, among: known)
            let sentence =
                "'\(name)' is never \"\(word)\"\(hint); it is \(known.joined(separator: ", "))"
            found.append(warning("W407", sentence, tree))
        }
    }

    // MARK: Chains

    /// Says which term of a chain leaves nothing to a field. Of `or`, terms count as their opposite.
    private func chain(_ terms: [Predicate], isNegated: Bool, _ found: inout [PredicateError]) {
        var ranges: [String: (range: ValueRange, text: String)] = [:]
        for term in terms {
            guard let (name, relation, value) = comparison(term, isNegated: isNegated) else {
                continue
            }
            var alone = start(name)
            alone.narrow(relation, value)
            // What is empty alone is told where the term is looked at.
            guard !alone.isEmpty else { continue }
            var (range, text) = ranges[name] ?? (start(name), "")
            range.narrow(relation, value)
            guard !range.isEmpty else {
                let answer = isNegated ? "true" : "false"
                found.append(
                    warning(
                        "W406",
                        "'\(term.text)' and '\(text)' together are always \(answer)",
                        term
                    )
                )
                return
            }
            text = text.isEmpty ? term.text : text
            ranges[name] = (range, text)
        }
    }

    /// The field with which one event can fulfil both conditions, when they look at the same fields
    /// and at nothing else; nil when they exclude each other or say more than this sees through.
    func overlap(_ when: Predicate, _ clears: Predicate) -> String? {
        guard let first = ranges(when.conjuncts), let second = ranges(clears.conjuncts),
            Set(first.keys) == Set(second.keys)
        else { return nil }
        var number: String?
        for (name, range) in first.sorted(by: { $0.key < $1.key }) {
            guard let other = second[name], !range.intersection(other).isEmpty else { return nil }
            if range.isNumeric, number == nil { number = name }
        }
        return number
    }

    private func ranges(_ terms: [Predicate]) -> [String: ValueRange]? {
        var ranges: [String: ValueRange] = [:]
        for term in terms {
            guard let (name, relation, value) = comparison(term, isNegated: false) else {
                return nil
            }
            ranges[name, default: ValueRange()].narrow(relation, value)
        }
        return ranges
    }

    private func start(_ name: String) -> ValueRange {
        var range = ValueRange()
        if let minimum = fields[name]?.minimum {
            range.narrow(.greaterOrEqual, .number(minimum))
        }
        if let maximum = fields[name]?.maximum { range.narrow(.lessOrEqual, .number(maximum)) }
        return range
    }

    /// A term as `field relation constant`.
    private func comparison(_ tree: Predicate, isNegated: Bool) -> (
        String, PredicateOperator, RuleValue
    )? {
        if case .not(let inner) = tree { return comparison(inner, isNegated: !isNegated) }
        guard case .binary(let operation, let left, let right, _) = tree, !operation.isArithmetic
        else { return nil }
        if case .field(let name, _) = left, let value = constant(right) {
            return (name, isNegated ? operation.opposite : operation, value)
        }
        if case .field(let name, _) = right, let value = constant(left) {
            return (name, isNegated ? operation.mirrored.opposite : operation.mirrored, value)
        }
        return nil
    }

    private func constant(_ tree: Predicate) -> RuleValue? {
        switch tree {
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .text(let value): .text(value)
        case .parameter(let name, _): parameters[name]
        case .negate(let inner, _): constant(inner)?.double.map { .number(-$0) }
        default: nil
        }
    }
}

extension PredicateOperator {
    /// The comparison that holds exactly when this one does not.
    var opposite: PredicateOperator {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        default: self
        }
    }

    /// The comparison with its sides exchanged.
    var mirrored: PredicateOperator {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: self
        }
    }
}
