import Codecs
import ProcessControl

/// A report as one JSON object; figures that do not exist are null.
enum SPCJSON {
    static func bytes(_ report: SPCReport) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("chart", report.chart.rawValue, &bytes)
        list("stages", report.stages.indices, &bytes) { stage($0, report, &$1) }
        list("points", report.points.indices, &bytes) { point($0 + 1, report.points[$0], &$1) }
        JSONWriter.field("refused", strings: report.refused, &bytes)
        JSONWriter.endObject(&bytes)
        bytes.append(0x0A)
        return bytes
    }

    private static func stage(_ index: Int, _ report: SPCReport, _ bytes: inout [UInt8]) {
        let stage = report.stages[index]
        JSONWriter.field("stage", stage.name, &bytes)
        JSONWriter.field("first_point", stage.start + 1, &bytes)
        JSONWriter.field("points", stage.count, &bytes)
        JSONWriter.field("limits_from_points", stage.pointCount, &bytes)
        JSONWriter.field("centre", stage.mean, &bytes)
        JSONWriter.field("sigma", stage.sigma, &bytes)
        JSONWriter.field("method", stage.method, &bytes)
        JSONWriter.field("degrees_of_freedom", stage.degreesOfFreedom, &bytes)
        guard let study = report.capabilities[index] else { return }
        JSONWriter.name("capability", &bytes)
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("valid", study.isValid, &bytes)
        JSONWriter.field("reasons", strings: study.problems.map(\.code), &bytes)
        JSONWriter.field("confidence", study.confidence, &bytes)
        JSONWriter.field("observed_ppm", study.observedPerMillion, &bytes)
        JSONWriter.field("expected_ppm", study.overall?.expectedPerMillion, &bytes)
        for (name, index) in SPCCapability.indices(study) {
            JSONWriter.name(name, &bytes)
            JSONWriter.beginObject(&bytes)
            JSONWriter.field("value", index.value, &bytes)
            JSONWriter.field("low", index.lower, &bytes)
            JSONWriter.field("high", index.upper, &bytes)
            JSONWriter.field("degrees_of_freedom", index.degreesOfFreedom, &bytes)
            JSONWriter.endObject(&bytes)
        }
        JSONWriter.endObject(&bytes)
    }

    private static func point(_ number: Int, _ point: SPCPoint, _ bytes: inout [UInt8]) {
        JSONWriter.field("point", number, &bytes)
        JSONWriter.field("label", point.label, &bytes)
        JSONWriter.field("statistic", point.statistic, &bytes)
        if point.other.isFinite { JSONWriter.field("lower_sum", point.other, &bytes) }
        JSONWriter.field("centre", point.centre, &bytes)
        JSONWriter.field("lcl", point.lcl, &bytes)
        JSONWriter.field("ucl", point.ucl, &bytes)
        JSONWriter.field("z", point.z, &bytes)
        JSONWriter.field("dispersion", point.dispersion, &bytes)
        JSONWriter.field("dispersion_centre", point.dispersionCentre, &bytes)
        JSONWriter.field("dispersion_lcl", point.dispersionLCL, &bytes)
        JSONWriter.field("dispersion_ucl", point.dispersionUCL, &bytes)
        JSONWriter.field("dispersion_signal", point.isDispersionSignal, &bytes)
        JSONWriter.field("degenerate", point.isDegenerate, &bytes)
        list("rules", point.rules.indices, &bytes) {
            JSONWriter.field("rule", point.rules[$0].code, &$1)
            JSONWriter.field(
                "pattern_points",
                integers: point.rules[$0].points.map(Int64.init),
                &$1
            )
        }
    }

    private static func list(
        _ name: StaticString,
        _ indices: Range<Int>,
        _ bytes: inout [UInt8],
        _ body: (Int, inout [UInt8]) -> Void
    ) {
        JSONWriter.name(name, &bytes)
        JSONWriter.beginArray(&bytes)
        for index in indices {
            JSONWriter.separate(&bytes)
            JSONWriter.beginObject(&bytes)
            body(index, &bytes)
            JSONWriter.endObject(&bytes)
        }
        JSONWriter.endArray(&bytes)
    }
}
