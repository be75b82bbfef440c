/// Why a text could not be read as JSON; for cold paths that want line and column.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kind of trouble, as the scanner names it.
    public var reason: ScanError.Reason
    /// Where it was noticed: bytes from the start.
    public var byteOffset: Int
    /// Where it was noticed: line, from 1.
    public var line: Int
    /// Where it was noticed: character in the line, from 1.
    public var column: Int
    /// What the library said.
    public var detail: String

    /// A sentence: what is wrong and where.
    public var description: String {
        "The text is not the JSON that was expected, line \(line), column \(column): \(detail)."
    }
}
