import Codecs
import Records

/// One change in the life of a chart's limits, as `spc.limits` tells it.
struct LimitRecord {
    let time: EventTime
    let characteristic: String
    let product: String
    let stage: String
    let chartNumber: Int
    let change: String
    let phase: String
    let version: Int
    let effectiveFrom: EventTime?
    /// Mean, or average of a chart of inspections; not a number where the record has none.
    let mean: Double
    /// σ, or the variation between samples.
    let sigma: Double
    let grounds: String
    let by: String
    let why: String

    /// Reads a record's value; nil when it is none of ours or about another chart.
    init?(_ value: [UInt8], equipment: String, characteristic: String) {
        guard let document = try? JSONDocument(parsing: value), document.kind == .object,
            document.string("equipment") == equipment,
            document.string("characteristic") == characteristic,
            let change = document.string("change"), let time = EventText.time("time", in: document)
        else { return nil }
        self.time = time
        self.characteristic = characteristic
        self.change = change
        product = document.string("product") ?? ""
        stage = document.string("stage") ?? ""
        chartNumber = document.int("chart_number") ?? 1
        phase = document.string("phase") ?? ""
        version = document.int("limit_version") ?? 0
        effectiveFrom = EventText.time("effective_from", in: document)
        mean = document.double("mean") ?? document.double("average") ?? .nan
        sigma = document.double("sigma") ?? document.double("sigma_z") ?? .nan
        grounds = document.string("grounds") ?? ""
        by = document.string("by") ?? ""
        why = document.string("cause") ?? document.string("why") ?? ""
    }

    /// Whether limits hold from `effectiveFrom` on because of it that the chart has not made itself.
    var isDecision: Bool {
        ["frozen", "given", "approved"].contains(change) && by != "plant.yaml" && mean.isFinite
            && effectiveFrom != nil
    }
}
