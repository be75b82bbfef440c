/// A set of detectors in one byte; bit n stands for the detector with raw value n.
@frozen
public struct DetectorMask: OptionSet, BitwiseCopyable, Hashable, Sendable {
    /// The bits.
    public var rawValue: UInt8

    /// A set from its bits.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The set of one detector.
    @inlinable @inline(__always)
    public init(_ detector: Detector) { rawValue = 1 << detector.rawValue }

    /// Whether the detector is in the set.
    @inlinable @inline(__always)
    public func contains(_ detector: Detector) -> Bool {
        rawValue & (1 << detector.rawValue) != 0
    }

    /// Adds or removes a detector.
    @inlinable @inline(__always)
    public mutating func set(_ detector: Detector, _ isMember: Bool) {
        rawValue = rawValue & ~(1 << detector.rawValue) | (isMember ? 1 << detector.rawValue : 0)
    }

    /// The detectors of the set in order of their raw values. Allocates; for the cold side.
    public var detectors: [Detector] { Detector.allCases.filter { contains($0) } }

    /// Every detector there is.
    public static let all = DetectorMask(rawValue: 0b11_1111)
    /// The detectors that learn what is normal and therefore depend on product and state.
    public static let learned: DetectorMask = [DetectorMask(.ewmaZ), DetectorMask(.hampel)]
}
