/// How a characteristic behaves: `mean` and `sigma` are what the plant file says, the noise stays
/// inside so far that noise alone breaks no rule.
struct SignalModel: Sendable {
    let name: String
    let unit: String
    let mean: Double
    /// Standard deviation of single values in the plant file. The noise is even over ±1.25 sigma.
    let sigma: Double
    /// Digits after the point.
    let digits: Int
    /// Seconds between two messages at a rate of 1.
    let period: Double
    /// 5 for subgroups, otherwise 1.
    let size: Int
    /// True for values that remember where they were: a slow wander in place of plain noise.
    let wanders: Bool

    init(
        _ name: String,
        _ unit: String,
        mean: Double,
        sigma: Double,
        digits: Int,
        period: Double,
        size: Int = 1,
        wanders: Bool = false
    ) {
        self.name = name
        self.unit = unit
        self.mean = mean
        self.sigma = sigma
        self.digits = digits
        self.period = period
        self.size = size
        self.wanders = wanders
    }

    static let diameter = SignalModel(
        "diameter",
        "mm",
        mean: 20,
        sigma: 0.01,
        digits: 4,
        period: 15,
        size: 5
    )
    static let vibration = SignalModel(
        "vibration",
        "mm/s",
        mean: 2.8,
        sigma: 0.2,
        digits: 3,
        period: 2.5
    )
    static let spindleTemperature = SignalModel(
        "spindle_temp",
        "Cel",
        mean: 61,
        sigma: 1,
        digits: 2,
        period: 2.3,
        wanders: true
    )
    static let zoneTemperature = SignalModel(
        "zone_temp",
        "Cel",
        mean: 225,
        sigma: 1.5,
        digits: 2,
        period: 2,
        wanders: true
    )
    static let fanPressure = SignalModel(
        "fan_pressure",
        "Pa",
        mean: 320,
        sigma: 6,
        digits: 1,
        period: 2.5
    )
    static let torque = SignalModel(
        "torque",
        "N.m",
        mean: 48,
        sigma: 0.8,
        digits: 3,
        period: 2
    )
    static let pressure = SignalModel(
        "pressure",
        "bar",
        mean: 6.2,
        sigma: 0.08,
        digits: 4,
        period: 2.5
    )
}
