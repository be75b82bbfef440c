/// Why contracts could not be read: a sentence with the file.
public struct ContractError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file or folder.
    public var path: String
    /// What is wrong there and what was expected.
    public var problem: String

    /// The sentence.
    public var description: String { "\(path): \(problem)" }
}
