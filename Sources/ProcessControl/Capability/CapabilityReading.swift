import Records

/// The values that a capability study looks at, as a stream: moments, and how many lie outside the
/// specification. Fixed size, O(1) per value. One thread at a time.
public struct CapabilityReading: BitwiseCopyable, Hashable, Sendable {
    /// Mean and overall standard deviation of the values.
    public private(set) var moments = Moments()
    /// Values beyond a specification limit.
    public private(set) var outsideCount = 0
    /// The limits.
    public let specification: SpecificationLimits

    /// No values yet.
    public init(_ specification: SpecificationLimits) { self.specification = specification }

    /// Takes a value; false, and nothing taken, for one that is not finite or too large.
    @discardableResult
    public mutating func add(_ value: Double) -> Bool {
        guard moments.add(value) else { return false }
        if value < specification.lower ?? -.infinity || value > specification.upper ?? .infinity {
            outsideCount += 1
        }
        return true
    }
}

extension CapabilityReading {
    /// Writes what was taken, without the specification: 88 bytes at most.
    public func write(to writer: inout StateWriter) {
        moments.write(to: &writer)
        writer.write(Int64(outsideCount))
    }

    /// Reads what `write` wrote for the same specification.
    public init(
        _ specification: SpecificationLimits,
        from reader: inout StateReader
    ) throws(StateError) {
        self.specification = specification
        moments = try Moments(from: &reader)
        outsideCount = Int(try reader.read(in: 0...Int64(moments.count), "a count of values"))
    }
}
