import Anomaly
import Codecs
import Records

extension EquipmentTask {
    /// Publishes what a detector found on `anomaly.detections` or `anomaly.scores`.
    func writeAnomaly(
        _ topic: OutputTopic,
        _ found: Anomalous,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        let finding = found.finding
        let row = series.rows[found.series]
        anomalyID(topic, found, machine, time, bench)
        bench.emit(topic, to: bundle, key: machine.name, time: time) { bytes in
            JSONWriter.field("time", time, &bytes)
            JSONWriter.field("equipment", machine.name, &bytes)
            unsafe characteristics.withName(Int(row.characteristic)) {
                unsafe JSONWriter.field("characteristic", $0, &bytes)
            }
            JSONWriter.field("detector", finding.detector.name, &bytes)
            JSONWriter.field("score", finding.score, &bytes)
            JSONWriter.field("value", finding.observed, &bytes)
            JSONWriter.field("expected", finding.expected, &bytes)
            JSONWriter.field("limit", finding.limit, &bytes)
            JSONWriter.field("statistic", finding.statistic, &bytes)
            JSONWriter.field("reason", found.sentence, &bytes)
            JSONWriter.field("reason_code", finding.reason.name, &bytes)
            if row.product > 0 {
                JSONWriter.field("product", products.name(Int(row.product)), &bytes)
            }
            if !machine.stateText.isEmpty { JSONWriter.field("state", machine.stateText, &bytes) }
        }
    }

    private func anomalyID(
        _ topic: OutputTopic,
        _ found: Anomalous,
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        if found.finding.detector == .dropout {
            let row = series.rows[found.series]
            let name = characteristics.name(Int(row.characteristic))
            // By its name: the number of a product depends on which came before it.
            let product = row.product == 0 ? 0 : StableHash.fnv1a(products.name(Int(row.product)))
            bench.keyID(
                topic == .anomalyScores ? "score/dropout" : "anomaly/dropout",
                machine.name + "/" + name,
                time,
                Int(product >> 1)
            )
        } else {
            bench.recordID(
                topic == .anomalyScores ? "score" : "anomaly",
                found.number * Detector.allCases.count + Int(found.finding.detector.rawValue)
            )
        }
    }
}

extension Anomalous {
    /// Why, for a person.
    var sentence: String {
        let value = finding.observed
        switch finding.reason {
        case .notFinite: return "The value is not a number."
        case .aboveLimit: return "The value \(value) is above the physical limit \(finding.limit)."
        case .belowLimit: return "The value \(value) is below the physical limit \(finding.limit)."
        case .stuck:
            return "The value has stayed at \(finding.expected) for \(seconds(finding.statistic)); "
                + "\(seconds(finding.limit)) is the limit."
        case .silent:
            return
                "No value came for \(seconds(finding.statistic)); \(seconds(finding.limit)) is the "
                + "limit."
        case .risingTooFast, .fallingTooFast:
            return
                "The value \(value) changed by \(finding.statistic) per second; \(finding.limit) is "
                + "the limit."
        case .aboveExpected, .belowExpected:
            return "The value \(value) is \(finding.statistic) deviations from the expected "
                + "\(finding.expected); \(finding.limit) is the limit."
        case .normal: return "Nothing is wrong."
        }
    }

    private func seconds(_ nanoseconds: Double) -> String {
        "\(Int64((nanoseconds / 1e9).rounded())) s"
    }
}
