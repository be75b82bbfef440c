import ProcessControl
import Records

extension SpecificationLimits: Persistent {
    /// Writes the three numbers, not a number for one that there is none of: 24 bytes.
    public func write(to writer: inout StateWriter) {
        for limit in [lower, upper, target] { writer.write(limit ?? .nan) }
    }

    /// Reads what `write` wrote.
    public init(from reader: inout StateReader) throws(StateError) {
        var limits: [Double?] = []
        for _ in 0..<3 {
            let number = try reader.readDouble()
            limits.append(number.isNaN ? nil : number)
        }
        do {
            try self.init(lower: limits[0], upper: limits[1], target: limits[2])
        } catch {
            throw reader.invalid("a specification that is none")
        }
    }
}
