/// What is drawn, whatever it is drawn with: titles, one or two panels, stages, the signals.
struct ChartPicture {
    /// One chart of the pair: a statistic with its limits.
    struct Panel {
        let title: String
        let values: [Double]
        let centres: [Double]
        let lowers: [Double]
        let uppers: [Double]
        /// What marks a point that signals: the number of its lowest rule, or R; empty for the others.
        let marks: [String]
        /// A range has its zero in the picture; a value has not.
        var hasZero = false
        /// Whether one and two sigma around the centre are shaded.
        var hasZones = false
        /// A second line of values, such as the lower of two sums; empty for none.
        var others: [Double] = []

        /// A figure of this panel with the digits that matter here.
        func figure(_ value: Double) -> String {
            NumberText.short(value, spread: range.upperBound - range.lowerBound)
        }

        /// Least and greatest of everything that is drawn, never the same.
        var range: ClosedRange<Double> {
            let all = (values + others + centres + lowers + uppers).filter(\.isFinite)
            let low = all.min() ?? 0
            let high = all.max() ?? 1
            let margin = high > low ? (high - low) * 0.06 : max(abs(high) * 0.01, 0.5)
            return (hasZero && low >= 0 ? 0 : low - margin)...(high + margin)
        }
    }

    let title: String
    let subtitle: String
    /// What stands below each point.
    let labels: [String]
    let location: Panel
    /// Nil for charts of one statistic.
    let dispersion: Panel?
    /// Where limits of their own begin: index of the first point, and a name.
    var stages: [(start: Int, name: String)] = []
    /// A sentence for each kind of signal among the points shown.
    let signals: [String]
}
