/// Mean and range of the values of one subgroup, taken one at a time in any order.
///
/// The sum carries its rounding error along, and the mean is kept between the smallest and the
/// largest value, so equal values have exactly themselves as mean.
struct SubgroupAccumulator: BitwiseCopyable, Sendable {
    var sum = CompensatedSum()
    var smallest = Double.infinity
    var largest = -Double.infinity
    var count: Int32 = 0

    /// Largest minus smallest value.
    var range: Double { largest - smallest }

    /// Mean of the values so far; there must be one.
    var mean: Double { min(max(sum.value / Double(count), smallest), largest) }

    @inline(__always)
    mutating func add(_ value: Double) {
        sum.add(value)
        smallest = min(smallest, value)
        largest = max(largest, value)
        count += 1
    }
}
