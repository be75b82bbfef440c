import Testing

/// `#expect` for conditions about noncopyable values, which the macro cannot capture.
func check(
    _ condition: Bool,
    _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(condition, comment, sourceLocation: sourceLocation)
}
