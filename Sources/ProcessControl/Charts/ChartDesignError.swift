/// Why a chart cannot be set up as asked: an error of configuration, which a retry does not help.
public enum ChartDesignError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The chart kind does not work with subgroups of this size.
    case subgroupSize(Int, ChartKind)
    /// Limits cannot be estimated from this number of points.
    case estimateCount(Int)
    /// The standard deviation is zero, negative, or too small to divide by.
    case sigma(Double)
    /// The limits do not lie on both sides of the centre line.
    case limitOrder(centre: Double, lcl: Double, ucl: Double)
    /// A mean, standard deviation, centre or limit is not a usable number.
    case notANumber

    /// A sentence that says what is wrong and what would be right.
    public var description: String {
        switch self {
        case .subgroupSize(let size, .individualsMovingRange):
            "An individuals chart has subgroups of 1 value, not \(size); "
                + "leave the size out or choose a mean and range chart."
        case .subgroupSize(let size, .meanRange):
            "A mean and range chart needs subgroups of 2 to 25 values, not \(size)."
        case .estimateCount(let count):
            "Limits are estimated from 2 to 1000000 points, not \(count); "
                + "25 subgroups or 100 single values are usual."
        case .sigma(let sigma):
            "The standard deviation of a chart must be greater than zero, not \(sigma)."
        case .limitOrder(let centre, let lcl, let ucl):
            "The centre line must lie between the lower and the upper limit, "
                + "but \(lcl), \(centre), \(ucl) are not in rising order."
        case .notANumber:
            "A mean, standard deviation, centre line or limit must be a finite number "
                + "of magnitude 1e150 at most."
        }
    }
}
