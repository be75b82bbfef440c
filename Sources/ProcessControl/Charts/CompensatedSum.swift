/// A sum and the rounding error it has made so far, added up beside it.
///
/// The error of one addition comes from Knuth's branch-free two-sum (*The Art of Computer
/// Programming*, vol. 2, 4.2.2, theorem B).
struct CompensatedSum: BitwiseCopyable, Sendable {
    var sum = 0.0
    var error = 0.0

    var value: Double { sum + error }

    @inline(__always)
    mutating func add(_ term: Double) {
        let total = sum + term
        let added = total - sum
        error += (sum - (total - added)) + (term - added)
        sum = total
    }
}
