import Codecs

/// What OEE is made of, as the records of `kpi.oee` carry it. Sums of it give the figures of a longer
/// time or of a whole line; ratios are never averaged.
struct OEESum {
    /// Planned production time, in milliseconds.
    var planned = 0.0
    /// Run time, minor stops included, in milliseconds.
    var run = 0.0
    /// Ideal time of everything made, in milliseconds.
    var idealTotal = 0.0
    /// Ideal time of the good, in milliseconds.
    var idealGood = 0.0

    init() {}

    /// The primitives of one record.
    init(_ record: borrowing JSONDocument) {
        planned = record.double("planned_ms") ?? 0
        run = (record.double("run_ms") ?? 0) + (record.double("minor_stop_ms") ?? 0)
        idealTotal = record.double("ideal_total_ms") ?? 0
        idealGood = record.double("ideal_good_ms") ?? 0
    }

    var availability: Double? { planned > 0 ? run / planned : nil }
    var performance: Double? { run > 0 ? idealTotal / run : nil }
    var quality: Double? { idealTotal > 0 ? idealGood / idealTotal : nil }
    var oee: Double? { planned > 0 ? idealGood / planned : nil }

    static func += (a: inout OEESum, b: OEESum) {
        a.planned += b.planned
        a.run += b.run
        a.idealTotal += b.idealTotal
        a.idealGood += b.idealGood
    }

    static func -= (a: inout OEESum, b: OEESum) {
        a.planned -= b.planned
        a.run -= b.run
        a.idealTotal -= b.idealTotal
        a.idealGood -= b.idealGood
    }
}
