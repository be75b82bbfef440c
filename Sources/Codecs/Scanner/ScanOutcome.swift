/// What became of one payload. An unreadable payload is an ordinary answer, not an exception.
@frozen
public enum ScanOutcome: BitwiseCopyable, Equatable, Sendable {
    /// The fields hold the values.
    case ok
    /// The fields are empty; the record belongs into the dead letters with this reason.
    case failed(ScanError)

    /// Whether the payload was read.
    @inlinable
    public var isOK: Bool { self == .ok }

    /// The error, or nil.
    @inlinable
    public var error: ScanError? {
        if case .failed(let error) = self { return error }
        return nil
    }
}
