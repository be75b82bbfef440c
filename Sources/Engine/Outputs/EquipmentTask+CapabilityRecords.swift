import Codecs
import PlantModel
import ProcessControl
import Records

extension EquipmentTask {
    /// Publishes what a process could do in a window on `kpi.capability`.
    func writeCapability(
        _ window: CapabilityWindow,
        _ plan: CapabilityPlan,
        _ machine: Machine,
        _ bench: Workbench
    ) {
        let row = series.rows[window.series]
        let characteristic = characteristics.name(Int(row.characteristic))
        let product = row.product > 0 ? products.name(Int(row.product)) : ""
        let key = "\(machine.name)/\(characteristic)/\(product)/\(window.stage.name)"
        bench.keyID("kpi.capability", key, window.start, 1)
        let end = window.start.advanced(byNanoseconds: plan.settings.windowNanoseconds)
        bench.emit(.kpiCapability, to: bundle, key: machine.name, time: end) { bytes in
            JSONWriter.field("time", end, &bytes)
            JSONWriter.field("equipment", machine.name, &bytes)
            JSONWriter.field("characteristic", characteristic, &bytes)
            if !product.isEmpty { JSONWriter.field("product", product, &bytes) }
            JSONWriter.field("stage_by", plan.settings.stage.rawValue, &bytes)
            if plan.settings.stage != .product {
                JSONWriter.field("stage", window.stage.name, &bytes)
            }
            JSONWriter.field("window_start", window.start, &bytes)
            JSONWriter.field("window_end", end, &bytes)
            JSONWriter.field("status", word: "final", &bytes)
            JSONWriter.field("left_out", window.leftOut, &bytes)
            Self.write(window.stage.capability, window.stage, &bytes)
        }
    }

    private static func write(
        _ capability: Capability,
        _ stage: CapabilityStudy.Stage,
        _ bytes: inout [UInt8]
    ) {
        let reading = capability.reading
        JSONWriter.field("valid", capability.isValid, &bytes)
        JSONWriter.field("reasons", strings: capability.problems.map(\.code), &bytes)
        JSONWriter.field(
            "reason",
            capability.problems.map(\.description).joined(separator: " "),
            &bytes
        )
        JSONWriter.field("count", reading.moments.count, &bytes)
        JSONWriter.field("signals", stage.signalCount, &bytes)
        JSONWriter.field("mean", reading.moments.mean, &bytes)
        JSONWriter.field("sigma_within", capability.sigmaWithin, &bytes)
        JSONWriter.field("sigma_overall", reading.moments.standardDeviation, &bytes)
        JSONWriter.field("sigma_method", stage.within.method?.name ?? "none", &bytes)
        JSONWriter.field("lsl", reading.specification.lower, &bytes)
        JSONWriter.field("target", reading.specification.target, &bytes)
        JSONWriter.field("usl", reading.specification.upper, &bytes)
        JSONWriter.field("confidence", capability.confidence, &bytes)
        let (within, overall) = (capability.within, capability.overall)
        index("cp", "cp_lower", "cp_upper", within?.both, &bytes)
        index("cpl", "cpl_lower", "cpl_upper", within?.lower, &bytes)
        index("cpu", "cpu_lower", "cpu_upper", within?.upper, &bytes)
        index("cpk", "cpk_lower", "cpk_upper", within?.least, &bytes)
        index("cpm", "cpm_lower", "cpm_upper", within?.target, &bytes)
        index("pp", "pp_lower", "pp_upper", overall?.both, &bytes)
        index("ppk", "ppk_lower", "ppk_upper", overall?.least, &bytes)
        JSONWriter.field("degrees_of_freedom", within?.least.degreesOfFreedom, &bytes)
        JSONWriter.field("outside", reading.outsideCount, &bytes)
        JSONWriter.field("expected_per_million", overall?.expectedPerMillion, &bytes)
    }

    /// An index and its confidence limits; all null where the specification or the values have none.
    private static func index(
        _ name: StaticString,
        _ lower: StaticString,
        _ upper: StaticString,
        _ index: CapabilityIndex?,
        _ bytes: inout [UInt8]
    ) {
        JSONWriter.field(name, index?.value, &bytes)
        JSONWriter.field(lower, index?.lower, &bytes)
        JSONWriter.field(upper, index?.upper, &bytes)
    }
}
