import Codecs
import Records

/// All topic contracts of a folder.
public struct Contracts: Sendable {
    /// The contracts, sorted by name.
    public let all: [TopicContract]

    /// Contracts from a list; the last one of a name wins.
    public init(_ contracts: [TopicContract]) {
        var byName: [String: TopicContract] = [:]
        for contract in contracts { byName[contract.name] = contract }
        all = byName.values.sorted { $0.name < $1.name }
    }

    /// Reads every `.json` file of a folder, such as `topics`.
    public static func load(folder: String) throws(ContractError) -> Contracts {
        let names = try Files.names(inFolder: folder).filter { $0.hasSuffix(".json") }.sorted()
        guard !names.isEmpty else {
            throw ContractError(
                path: folder,
                problem: "the folder holds no topic contracts (*.json)."
            )
        }
        var contracts: [TopicContract] = []
        for name in names {
            let path = "\(folder)/\(name)"
            let contract = try TopicContract(parsing: Files.bytes(ofFile: path), path: path)
            guard name == "\(contract.name).json" else {
                throw ContractError(
                    path: path,
                    problem: "the contract names the topic \(contract.name); "
                        + "call the file \(contract.name).json."
                )
            }
            contracts.append(contract)
        }
        return Contracts(contracts)
    }

    /// The contract of a topic, by its name without prefix.
    public func contract(_ name: String) -> TopicContract? { all.first { $0.name == name } }

    /// The contracts of the topics that the plant writes.
    public var inputs: [TopicContract] { all.filter { $0.direction == .input } }

    /// The contracts of the topics that Takt writes.
    public var outputs: [TopicContract] { all.filter { $0.direction == .output } }

    /// The topic name nearest to one that does not exist, for "did you mean"; nil when none is
    /// near.
    public func suggestion(for name: String) -> String? {
        NearestName.find(name, among: all.map(\.name))
    }
}
