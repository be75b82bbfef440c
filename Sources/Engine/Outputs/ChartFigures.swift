import Codecs
import PlantModel
import ProcessControl

/// What one of the two charts of a pair plots, and the lines it is compared with. Figures that do not
/// exist are not a number.
struct ChartFigures {
    var statistic: Double
    var centre: Double
    var lcl: Double
    var ucl: Double
    var sigma = Double.nan
    var z = Double.nan
}

extension ChartVerdict {
    /// The location chart: value, mean, weighted average, sum, count or proportion.
    var location: ChartFigures {
        ChartFigures(
            statistic: point.statistic,
            centre: point.centre,
            lcl: point.lcl,
            ucl: point.ucl,
            sigma: point.standardError,
            z: z
        )
    }

    /// The dispersion chart: moving range, range or standard deviation. A lower limit that cannot signal
    /// is none.
    var spread: ChartFigures {
        ChartFigures(
            statistic: point.dispersion,
            centre: point.dispersionCentre,
            lcl: point.dispersionLCLActive ? point.dispersionLCL : .nan,
            ucl: point.dispersionUCL
        )
    }
}

extension JSONWriter {
    /// Statistic, lines and distance of one chart.
    static func figures(_ figures: ChartFigures, _ bytes: inout [UInt8]) {
        field("statistic", figures.statistic, &bytes)
        field("centre", figures.centre, &bytes)
        field("lcl", figures.lcl, &bytes)
        field("ucl", figures.ucl, &bytes)
        field("sigma", figures.sigma, &bytes)
        field("z", figures.z, &bytes)
    }
}

extension CharacteristicSettings.Chart.Kind {
    /// The field that holds the dispersion of a point; nil for charts of one statistic.
    var dispersionField: StaticString? {
        switch self {
        case .individuals: "moving_range"
        case .meanRange: "range"
        case .meanDeviation: "deviation"
        default: nil
        }
    }
}

extension PointOutcome {
    /// The word of the topics.
    var name: StaticString {
        switch self {
        case .collecting: "collecting"
        case .monitoring: "monitoring"
        case .degenerate: "degenerate"
        case .rejectedNotFinite, .rejectedTooLarge, .rejectedSubgroupSize, .rejectedCount,
            .rejectedNothingInspected, .rejectedMoreThanInspected:
            "rejected"
        }
    }
}
