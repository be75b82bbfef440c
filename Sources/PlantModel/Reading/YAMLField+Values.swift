import Records

extension YAMLField {
    /// Text that is not empty.
    func text(_ expected: String = "text") -> String? {
        guard let scalar, !isNull, !scalar.isEmpty else {
            reject(expected: expected)
            return nil
        }
        return scalar
    }

    /// A whole number in a range.
    func integer(_ range: ClosedRange<Int64>, _ what: String = "a whole number") -> Int64? {
        guard let scalar, let value = Int64(scalar.filter { $0 != "_" }), range.contains(value)
        else {
            reject(expected: "\(what) from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    /// A finite number.
    func number(_ what: String = "a number") -> Double? {
        guard let scalar, let value = Double(scalar), value.isFinite else {
            reject(expected: what)
            return nil
        }
        return value
    }

    /// A finite number greater than zero.
    func positiveNumber(_ what: String) -> Double? {
        guard let scalar, let value = Double(scalar), value.isFinite, value > 0 else {
            reject(expected: what)
            return nil
        }
        return value
    }

    /// `true` or `false`.
    func boolean() -> Bool? {
        switch scalar {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            reject(expected: "true or false")
            return nil
        }
    }

    /// A length of time with its unit, in nanoseconds.
    func duration(
        _ range: ClosedRange<Int64> = 1...(366 * Nanoseconds.day),
        example: String = "30s"
    ) -> Int64? {
        guard let scalar, let value = DurationText.nanoseconds(scalar), range.contains(value) else {
            let low = DurationText.text(range.lowerBound)
            let high = DurationText.text(range.upperBound)
            reject(
                expected: "a length of time such as \"\(example)\" (units ns, us, ms, s, m, h, d) "
                    + "from \(low) to \(high)"
            )
            return nil
        }
        return value
    }

    /// One of several words.
    func choice<T>(_ words: KeyValuePairs<String, T>) -> T? {
        choice(among: words.map { ($0.key, $0.value) })
    }

    /// One of the words of an enumeration.
    func choice<T: CaseIterable & RawRepresentable<String>>(of kinds: T.Type) -> T? {
        choice(among: kinds.allCases.map { ($0.rawValue, $0) })
    }

    private func choice<T>(among words: [(key: String, value: T)]) -> T? {
        if let scalar, let match = words.first(where: { $0.key == scalar }) { return match.value }
        let names = words.map(\.key)
        var expected = "one of \(names.joined(separator: ", "))"
        if let scalar, let nearest = NearestName.find(scalar, among: names) {
            expected += "; did you mean '\(nearest)'?"
        }
        reject(expected: expected)
        return nil
    }

    /// The elements of a list of texts, or one text alone.
    func texts(of what: String) -> [String]? {
        if let scalar, !isNull { return [scalar] }
        return list(of: what)?.compactMap { $0.text() }
    }
}
