/// A sum and the rounding error it has made so far (Neumaier 1974).
struct CompensatedSum: BitwiseCopyable, Sendable {
    private var sum = 0.0
    private var error = 0.0

    var value: Double { sum + error }

    mutating func add(_ term: Double) {
        let total = sum + term
        error += abs(sum) >= abs(term) ? (sum - total) + term : (term - total) + sum
        sum = total
    }
}
