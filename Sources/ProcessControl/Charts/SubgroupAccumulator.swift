/// Mean and range of the values of one subgroup, taken one at a time in any order.
///
/// The sum carries its rounding error along, and the mean is kept between the smallest and the
/// largest value, so equal values have exactly themselves as mean.
struct SubgroupAccumulator: BitwiseCopyable, Sendable {
    var sum = CompensatedSum()
    var smallest = Double.infinity
    var largest = -Double.infinity
    var count: Int32 = 0
    /// The first value, and the squares of the differences from it: only for a standard deviation.
    var anchor = 0.0
    var squares = DoubleDouble.zero

    /// Largest minus smallest value.
    var range: Double { largest - smallest }

    /// Mean of the values so far; there must be one.
    var mean: Double { min(max(sum.value / Double(count), smallest), largest) }

    /// Sample standard deviation, with n − 1; 0 for one value. Needs `addSquare` for each value.
    var deviation: Double {
        guard count > 1, range > 0 else { return 0 }
        let n = Double(count)
        let whole = DoubleDouble(sum.sum) + DoubleDouble(sum.error)
        let differences = whole - DoubleDouble(n) * DoubleDouble(anchor)
        let deviations = squares - differences * differences / n
        return max(0, (deviations / (n - 1)).value).squareRoot()
    }

    /// Takes a value for the standard deviation, after `add`.
    mutating func addSquare(_ value: Double) {
        if count == 1 { anchor = value }
        let difference = DoubleDouble(exactly: value, minus: anchor)
        squares += difference * difference
    }

    @inline(__always)
    mutating func add(_ value: Double) {
        sum.add(value)
        smallest = min(smallest, value)
        largest = max(largest, value)
        count += 1
    }
}
