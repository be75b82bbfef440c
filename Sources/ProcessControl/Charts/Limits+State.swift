import Records

// Zones and ranges are written although they follow from other numbers: they were computed from a σ
// that is not kept, and computing it back would round.

extension LocationLimits: Persistent {
    /// Writes the five numbers: 40 bytes.
    public func write(to writer: inout StateWriter) {
        writer.write(centre)
        writer.write(lcl)
        writer.write(ucl)
        writer.write(lowerZone)
        writer.write(upperZone)
    }

    /// Reads limits; an error when they are not numbers in order.
    public init(from reader: inout StateReader) throws(StateError) {
        // Adding zero keeps the promise that no member is −0.
        centre = try reader.readDouble() + 0
        lcl = try reader.readDouble() + 0
        ucl = try reader.readDouble() + 0
        lowerZone = try reader.readDouble() + 0
        upperZone = try reader.readDouble() + 0
        // Infinite and undefined numbers fail one of these comparisons.
        guard -.infinity < lcl, lcl <= centre, centre <= ucl, ucl < .infinity,
            0 <= lowerZone, lowerZone < .infinity, 0 <= upperZone, upperZone < .infinity
        else { throw reader.invalid("limits out of order: \(lcl), \(centre), \(ucl)") }
    }
}

extension DispersionLimits: Persistent {
    /// Writes the three numbers: 24 bytes.
    public func write(to writer: inout StateWriter) {
        writer.write(centre)
        writer.write(lcl)
        writer.write(ucl)
    }

    /// Reads limits; an error when they are not numbers in order.
    public init(from reader: inout StateReader) throws(StateError) {
        centre = try reader.readDouble()
        lcl = try reader.readDouble()
        ucl = try reader.readDouble()
        guard 0 <= lcl, lcl <= centre, centre <= ucl, ucl < .infinity else {
            throw reader.invalid("range limits out of order: \(lcl), \(centre), \(ucl)")
        }
    }
}
