import ProcessControl

/// A control chart that keeps every reading and works everything out by definition: the slow,
/// obvious twin of `ControlChart`, for estimated limits.
struct PlainChart {
    let size: Int
    let estimateCount: Int
    private var readings: [Double] = []
    private(set) var points: [Double] = []
    private var ranges: [Double?] = []
    private(set) var limits: LocationLimits?
    private(set) var rangeUCL = Double.nan
    private(set) var rangeLCL = Double.nan
    private var rules: PlainRunRules?

    init(size: Int, estimateCount: Int) {
        self.size = size
        self.estimateCount = estimateCount
    }

    /// Rules completed by the reading, and whether its range violates; nil inside a subgroup.
    /// `published` limits replace the twin's own for the rules, so that ties are judged alike.
    mutating func add(
        _ reading: Double,
        published: LocationLimits?
    ) -> (rules: RunRules, rangeViolated: Bool)? {
        readings.append(reading)
        guard readings.count.isMultiple(of: size) else { return nil }
        let group = readings.suffix(size)
        let range: Double? =
            if size > 1 {
                (group.max() ?? 0) - (group.min() ?? 0)
            } else {
                readings.count < 2 ? nil : abs(reading - readings[readings.count - 2])
            }
        points.append(group.reduce(0, +) / Double(size))
        ranges.append(range)
        if points.count <= estimateCount {
            if points.count == estimateCount { estimate() }
            return ([], false)
        }
        if rules == nil, let own = limits { rules = PlainRunRules(limits: published ?? own) }
        let found = rules?.add(points[points.count - 1]) ?? []
        let isWide = (range ?? 0) > rangeUCL
        let isNarrow = (range ?? 0) < rangeLCL
        return (found, isWide || isNarrow)
    }

    private mutating func estimate() {
        let constants = ControlChartConstants(subgroupSize: max(size, 2))
        let known = ranges.compactMap { $0 }
        let meanRange = known.reduce(0, +) / Double(known.count)
        let centre = points.reduce(0, +) / Double(points.count)
        let width = (size == 1 ? constants.E2 : constants.A2) * meanRange
        limits = LocationLimits(centre: centre, lcl: centre - width, ucl: centre + width)
        rangeUCL = constants.D4 * meanRange
        rangeLCL = constants.D3 * meanRange
    }
}
