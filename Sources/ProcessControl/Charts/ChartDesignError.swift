/// Why a chart cannot be set up as asked: an error of configuration, which a retry does not help.
public enum ChartDesignError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The chart kind does not work with subgroups of this size.
    case subgroupSize(Int, ChartKind)
    /// A moving range cannot have this span.
    case span(Int)
    /// A run rule looks at fewer than two or more than sixteen points.
    case ruleLengths
    /// A parameter of an EWMA or CUSUM chart is out of range.
    case parameter(String)
    /// The average of a chart of attributes cannot be charted.
    case average(Double, AttributeKind)
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
        case .subgroupSize(let size, .meanDeviation):
            "A mean and standard deviation chart needs subgroups of 2 to 100 values, not \(size)."
        case .span(let span):
            "A moving range spans 2 to 100 values, not \(span); 2 is usual."
        case .ruleLengths:
            "A run rule must look at 2 to 16 points, a trend or alternation at 3 or more, and ask for "
                + "no more of them than it looks at."
        case .parameter(let sentence): sentence
        case .average(let value, let kind):
            "The average of \(kind.article) chart must be a finite number of zero or more"
                + "\(kind.isProportion ? " and one at most" : ""), not \(value)."
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
