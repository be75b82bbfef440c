/// Centre line and control limits of a location chart, with the width of one sigma zone on each
/// side. No member is ever −0, so that the sign of a difference tells the order of two numbers.
public struct LocationLimits: BitwiseCopyable, Hashable, Sendable {
    /// Centre line.
    public let centre: Double
    /// Lower control limit; a statistic below it breaks rule 1, one equal to it does not.
    public let lcl: Double
    /// Upper control limit; a statistic above it breaks rule 1, one equal to it does not.
    public let ucl: Double
    /// A third of the distance from the lower limit to the centre.
    public let lowerZone: Double
    /// A third of the distance from the centre to the upper limit.
    public let upperZone: Double

    /// Limits at three standard errors on both sides; `standardError >= 0`.
    public init(centre: Double, standardError: Double) {
        self.init(centre: centre, standardError: standardError, width: 3)
    }

    /// Limits at `width` standard errors on both sides, zones of one; `standardError >= 0`.
    public init(centre: Double, standardError: Double, width: Double) {
        self.init(
            centre: centre,
            lowerZone: standardError,
            upperZone: standardError,
            width: width
        )
    }

    /// Limits at `width` zones on each side.
    init(centre: Double, lowerZone: Double, upperZone: Double, width: Double) {
        self.centre = centre + 0
        lcl = centre - width * lowerZone + 0
        ucl = centre + width * upperZone + 0
        self.lowerZone = lowerZone
        self.upperZone = upperZone
    }

    /// Limits as given, the sides possibly of different width; `lcl <= centre <= ucl`.
    public init(centre: Double, lcl: Double, ucl: Double) {
        precondition(lcl <= centre && centre <= ucl, "Limits must be in order: LCL, centre, UCL.")
        self.centre = centre + 0
        self.lcl = lcl + 0
        self.ucl = ucl + 0
        lowerZone = (centre - lcl) / 3
        upperZone = (ucl - centre) / 3
    }

    /// A decision interval on both sides of zero, without zones.
    init(interval: Double) {
        (centre, lcl, ucl) = (0, -interval + 0, interval + 0)
        (lowerZone, upperZone) = (.nan, .nan)
    }

    /// Standard error of the statistic; for unequal sides, the average of the two zone widths.
    public var standardError: Double { (lowerZone + upperZone) / 2 }

    /// How many zone widths a statistic lies from the centre, on its own side. Not a number when
    /// the limits coincide with the centre and so does the statistic.
    public func z(of statistic: Double) -> Double {
        let distance = statistic - centre
        return distance / (distance < 0 ? lowerZone : upperZone)
    }
}

extension LocationLimits {
    /// Not there yet: nothing is a number.
    static var none: LocationLimits { LocationLimits(centre: .nan, standardError: .nan) }

    /// The same centre and zones with the limits kept within a range, beyond which nothing can lie.
    func bounded(by range: ClosedRange<Double>) -> LocationLimits {
        LocationLimits(
            centre: centre,
            lcl: max(lcl, range.lowerBound),
            ucl: min(ucl, range.upperBound),
            lowerZone: lowerZone,
            upperZone: upperZone
        )
    }

    private init(
        centre: Double,
        lcl: Double,
        ucl: Double,
        lowerZone: Double,
        upperZone: Double
    ) {
        self.centre = centre
        self.lcl = lcl
        self.ucl = ucl
        self.lowerZone = lowerZone
        self.upperZone = upperZone
    }
}
