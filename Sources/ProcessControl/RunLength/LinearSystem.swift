/// Solves dense systems of a few hundred equations: Gaussian elimination with partial pivoting.
enum LinearSystem {
    /// x with A x = b; `matrix` by rows. O(n³), start-up work.
    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var rows = matrix
        var right = right
        for column in right.indices {
            let pivot = (column..<right.count).max { abs(rows[$0][column]) < abs(rows[$1][column]) }
            rows.swapAt(column, pivot ?? column)
            right.swapAt(column, pivot ?? column)
            eliminate(column, &rows, &right)
        }
        for row in right.indices.reversed() {
            var sum = right[row]
            for column in (row + 1)..<max(right.count, row + 1) {
                sum -= rows[row][column] * right[column]
            }
            right[row] = sum / rows[row][row]
        }
        return right
    }

    private static func eliminate(
        _ column: Int,
        _ rows: inout [[Double]],
        _ right: inout [Double]
    ) {
        let pivot = rows[column]
        for row in (column + 1)..<max(rows.count, column + 1) {
            let factor = rows[row][column] / pivot[column]
            guard factor != 0 else { continue }
            for index in column..<pivot.count { rows[row][index] -= factor * pivot[index] }
            right[row] -= factor * right[column]
        }
    }
}
