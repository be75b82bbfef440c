import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// The 40 subgroups of five piston rings.
enum PistonRings {
    static func groups() throws -> [[Double]] {
        let diameters = try ReferenceTable("pistonrings").rows.map { $0.number("diameter") }
        return stride(from: 0, to: diameters.count, by: 5).map { Array(diameters[$0..<$0 + 5]) }
    }
}

/// Independent N(0, 1) numbers by the polar method (Marsaglia).
struct NormalSource {
    var generator: SeededGenerator

    mutating func next() -> Double {
        while true {
            let u = Double.random(in: -1..<1, using: &generator)
            let v = Double.random(in: -1..<1, using: &generator)
            let s = u * u + v * v
            if s > 0, s < 1 { return u * (-2 * log(s) / s).squareRoot() }
        }
    }
}
