import Contracts
import Records

extension FieldCatalogue {
    /// The fields of the topic contracts, and those that the engine and a plant's mapping add.
    ///
    /// The engine adds `category` to `equipment.states`: what the plant model maps a state word to.
    public init(contracts: Contracts, adding added: [String: [String: Field]] = [:]) {
        var topics: [String: [String: Field]] = [:]
        for contract in contracts.all {
            var fields: [String: Field] = [:]
            for field in contract.fields {
                fields[field.name] = Field(
                    Self.type(of: field),
                    unit: field.unit,
                    words: field.words,
                    minimum: field.minimum,
                    maximum: field.maximum,
                    meaning: field.meaning
                )
            }
            if contract.name == "equipment.states" { fields["category"] = Self.category }
            fields.merge(added[contract.name] ?? [:]) { _, new in new }
            topics[contract.name] = fields
        }
        self.init(topics: topics)
    }

    // The words are those of the plant model; a plant file cannot add to them.
    private static let category = Field(
        .text,
        words: LossCategory.allCases.map { String(describing: $0) },
        meaning: "Loss category of the state, added by the engine."
    )

    private static func type(of field: FieldContract) -> FieldType {
        if field.isTime { return .time }
        let types = field.types.filter { $0 != .null }
        guard types.count == 1 else {
            let isNumber = types.allSatisfy { $0 == .integer || $0 == .number }
            return isNumber && !types.isEmpty ? .number : .any
        }
        switch types[0] {
        case .string: return .text
        case .number: return .number
        case .integer: return .integer
        case .boolean: return .boolean
        case .numbers: return .numbers
        case .strings, .null: return .any
        }
    }
}
