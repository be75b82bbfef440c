extension StateReader {
    /// Reads a case of an enumeration by its raw value; a value that no case has is an error.
    @inlinable
    public mutating func readCase<Case: RawRepresentable>(
        of type: Case.Type = Case.self
    ) throws(StateError) -> Case where Case.RawValue: FixedWidthInteger & BitwiseCopyable {
        let raw = try read(Case.RawValue.self)
        guard let value = Case(rawValue: raw) else { throw invalid("a \(Case.self) of \(raw)") }
        return value
    }

    /// Reads a whole number of a range; anything else is an error that names it as `what`.
    @inlinable
    public mutating func read<T: FixedWidthInteger & BitwiseCopyable>(
        in range: ClosedRange<T>,
        _ what: StaticString
    ) throws(StateError) -> T {
        let value = try read(T.self)
        guard range.contains(value) else { throw invalid("\(what) of \(value)") }
        return value
    }
}
