/// One thing wrong in a configuration file: where it is, what was found, what was expected.
public struct PlantProblem: Sendable, Hashable, CustomStringConvertible {
    /// The file as the caller named it.
    public var file: String
    /// Line, from 1; 0 when the problem has no place in the file.
    public var line: Int
    /// Column in Unicode scalars, from 1; 0 when the problem has no place in the file.
    public var column: Int
    /// The path of the field, such as `calendars.early.shifts[0].start`; empty for the whole file.
    public var field: String
    /// What stands there, such as `"25:00"` or `nothing`.
    public var found: String
    /// What should stand there, such as `a time of day such as "06:00"`.
    public var expected: String

    /// A problem; see the properties for the meaning of each part.
    public init(
        file: String,
        line: Int,
        column: Int,
        field: String,
        found: String,
        expected: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.field = field
        self.found = found
        self.expected = expected
    }

    /// The problem as one sentence that editors can jump to: `file:line: field …`.
    public var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        let what = field.isEmpty ? "" : " field '\(field)':"
        return "\(place):\(what) found \(found), expected \(expected)"
    }
}
