import Codecs
import Records

extension TopicContract {
    /// What does not fit in a record's value, a sentence each; empty when all fits. Unknown fields
    /// fit.
    ///
    /// It reads as the engine reads, with the same scanner. Cold: it makes its tools anew each
    /// time.
    public func problems(in payload: UnsafeRawBufferPointer) -> [String] {
        guard hasSchema else { return [] }
        var values = EventFields()
        let outcome = unsafe ObjectScanner(plan: plan()).scan(payload, into: &values)
        if let error = outcome.error { return [error.description] }
        var problems: [String] = []
        for (slot, field) in fields.enumerated() {
            if let problem = field.problem(values[slot], in: values) { problems.append(problem) }
        }
        let isComplete = fields.enumerated().contains { slot, field in
            requiredAny.contains(field.name) && values[slot].isPresent
        }
        if !requiredAny.isEmpty, !isComplete {
            problems.append("At least one of \(requiredAny.joined(separator: ", ")) is needed.")
        }
        return problems
    }

    /// What does not fit in a record's value, a sentence each; empty when all fits.
    public func problems(in payload: [UInt8]) -> [String] {
        unsafe payload.withUnsafeBytes { unsafe problems(in: $0) }
    }

    /// The names in a record's value that the contract does not know, each with the known name it
    /// may stand for; empty when the value cannot be read.
    public func unknownFields(in payload: [UInt8]) -> [(name: String, suggestion: String?)] {
        guard let document = try? JSONDocument(parsing: payload) else { return [] }
        let known = fieldNames
        return document.names.filter { !known.contains($0) }
            .map { ($0, NearestName.find($0, among: known)) }
    }
}

extension FieldContract {
    /// What is wrong with a value of this field, or nil.
    func problem(_ value: FieldValue, in values: borrowing EventFields) -> String? {
        switch value.kind {
        case .absent:
            return isRequired ? "The field \(name) is missing; it is required." : nil
        case .null:
            guard isRequired, !types.contains(.null) else { return nil }
            return "The field \(name) is null; it is required."
        default: break
        }
        guard accepts(value, in: values) else {
            return "The field \(name) is \(Self.kindText(value.kind)); expected \(typeText)."
        }
        if isTime {
            do throws(TimeError) {
                _ = try TimeParser.time(value, in: values)
                return nil
            } catch {
                return "The field \(name) is no time: \(error)"
            }
        }
        return value.isText ? textProblem(values.string(value) ?? "") : numberProblem(value)
    }

    private func accepts(_ value: FieldValue, in values: borrowing EventFields) -> Bool {
        types.contains { type in
            switch (type, value.kind) {
            case (.string, .text), (.string, .scratchText), (.boolean, .boolean): true
            case (.number, .integer), (.number, .number), (.integer, .integer): true
            case (.numbers, .numbers): true
            case (.strings, .numbers): value.count == 0
            case (.strings, .nested): Self.isArrayOfStrings(value, in: values)
            default: false
            }
        }
    }

    private static func isArrayOfStrings(
        _ value: FieldValue,
        in values: borrowing EventFields
    ) -> Bool {
        let bytes = unsafe values.withText(value) { unsafe Array($0) }
        guard let document = try? JSONDocument(parsing: bytes) else { return false }
        return document.strings != nil
    }

    private func textProblem(_ text: String) -> String? {
        if !words.isEmpty, !words.contains(text) {
            let near = NearestName.find(text, among: words).map { "; did you mean \($0)?" } ?? ""
            let list = words.joined(separator: ", ")
            return "The field \(name) is \"\(text)\"; expected one of \(list)\(near)"
        }
        if !byteCountRange.contains(text.utf8.count) {
            let range =
                text.isEmpty ? "some text" : "at most \(byteCountRange.upperBound) bytes"
            return "The field \(name) has \(text.utf8.count) bytes; expected \(range)."
        }
        return nil
    }

    private func numberProblem(_ value: FieldValue) -> String? {
        guard let number = value.double else { return nil }
        if let minimum, number < minimum || (isMinimumExclusive && number == minimum) {
            let bound = isMinimumExclusive ? "more than" : "at least"
            return "The field \(name) is \(number); expected \(bound) \(minimum)."
        }
        if let maximum, number > maximum {
            return "The field \(name) is \(number); expected at most \(maximum)."
        }
        return nil
    }

    private static func kindText(_ kind: FieldValue.Kind) -> String {
        switch kind {
        case .absent: "missing"
        case .null: "null"
        case .boolean: "a truth value"
        case .integer: "a whole number"
        case .number: "a number with fraction or exponent"
        case .text, .scratchText: "a string"
        case .numbers: "an array of numbers"
        case .nested: "nested"
        }
    }
}
