import Contracts
import PlantModel
import RuleEngine

extension Installation {
    /// The folder of the rules; a sentence when there is none.
    func rulesFolder(_ named: String? = nil) throws(Failure) -> String {
        guard let folder = named ?? configuration.rulesPath ?? locator.rules() else {
            throw Failure(
                "The rules were not found: no folder rules/ with .lua files here, above, or beside "
                    + "the program. Name it with --rules, or set TAKT_HOME."
            )
        }
        guard FileText.isFolder(folder) else {
            throw Failure("The folder of the rules, \(folder), does not exist. Check the path.")
        }
        return folder
    }

    /// What rules may read: the fields of the contracts, and those that the mappings add.
    func catalogue() throws(Failure) -> FieldCatalogue {
        var added: [String: [String: FieldCatalogue.Field]] = [:]
        let contracts = try contracts()
        for mapping in configuration.mappings {
            let known = contracts.contract(mapping.contract)?.fieldNames ?? []
            for name in mapping.fields.keys where !known.contains(name) {
                added[mapping.contract, default: [:]][name] = FieldCatalogue.Field(.any)
            }
            for (name, value) in mapping.constants where !known.contains(name) {
                added[mapping.contract, default: [:]][name] = FieldCatalogue.Field(
                    value.catalogueType
                )
            }
        }
        return FieldCatalogue(contracts: contracts, adding: added)
    }

    /// The rules, checked; a set with an error is refused as a whole, with everything that is wrong.
    func rules() throws(Failure) -> RuleSet {
        if configuration.rulesPath == nil, locator.rules() == nil { return .empty }
        let folder = try rulesFolder()
        let result = RuleSet.load(folder: folder, catalogue: try catalogue())
        if let set = result.set { return set }
        let errors = result.diagnostics.filter { $0.severity == .error }
        throw Failure(
            "The rules in \(folder) have \(NumberText.count(errors.count, "error")); the set is "
                + "refused as a whole.\n" + errors.map(\.text).joined()
        )
    }
}

extension TopicMapping.Constant {
    fileprivate var catalogueType: FieldCatalogue.FieldType {
        switch self {
        case .text: .text
        case .number: .number
        case .boolean: .boolean
        }
    }
}
