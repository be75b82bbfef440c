/// What the plant knows about one machine, with everything it inherits from the levels above.
public struct EquipmentSettings: Sendable, Hashable {
    /// The path, such as `acme/berlin/body/line-1/press-1`.
    public var path: String
    /// Name of its shift calendar; nil when it has none and counts as always scheduled.
    public var calendar: String?
    /// IANA zone of the place, for local days.
    public var timeZone: String
    /// Stops shorter than this are micro-stops.
    public var microStopNanoseconds: Int64
    /// Ideal time for one piece of a product that has none of its own; nil when not stated.
    public var idealCycleNanoseconds: Int64?
    /// Ideal time for one piece, by product.
    public var idealCycleNanosecondsByProduct: [String: Int64]
    /// How its counts are understood, and what they are compared with.
    public var counts = CountSettings()

    /// Settings; see the properties for the meaning of each part.
    public init(
        path: String,
        calendar: String? = nil,
        timeZone: String = "UTC",
        microStopNanoseconds: Int64 = EquipmentSettings.microStopNanosecondsDefault,
        idealCycleNanoseconds: Int64? = nil,
        idealCycleNanosecondsByProduct: [String: Int64] = [:]
    ) {
        self.path = path
        self.calendar = calendar
        self.timeZone = timeZone
        self.microStopNanoseconds = microStopNanoseconds
        self.idealCycleNanoseconds = idealCycleNanoseconds
        self.idealCycleNanosecondsByProduct = idealCycleNanosecondsByProduct
    }

    /// Five minutes, the usual border between a minor stop and a breakdown.
    public static let microStopNanosecondsDefault: Int64 = 300_000_000_000

    /// Ideal time for one piece of a product; nil when the plant file says none.
    public func idealCycleNanoseconds(product: String?) -> Int64? {
        product.flatMap { idealCycleNanosecondsByProduct[$0] } ?? idealCycleNanoseconds
    }
}
