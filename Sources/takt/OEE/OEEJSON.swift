import Codecs
import Effectiveness

/// A report as one JSON object: windows, sums, and what took the time.
enum OEEJSON {
    static func bytes(_ report: OEEReport, _ reasons: OEEReasons) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        array("windows", report.windows, &bytes)
        array("sums", report.sums, &bytes)
        JSONWriter.name("reasons" as StaticString, &bytes)
        JSONWriter.beginArray(&bytes)
        for share in reasons.shares {
            JSONWriter.separate(&bytes)
            JSONWriter.beginObject(&bytes)
            JSONWriter.field("path", strings: share.path, &bytes)
            JSONWriter.field("time_ms", Double(share.nanoseconds) / 1e6, &bytes)
            JSONWriter.endObject(&bytes)
        }
        JSONWriter.endArray(&bytes)
        JSONWriter.endObject(&bytes)
        bytes.append(0x0A)
        return bytes
    }

    private static func array(
        _ name: StaticString,
        _ windows: [OEEWindow],
        _ bytes: inout [UInt8]
    ) {
        JSONWriter.name(name, &bytes)
        JSONWriter.beginArray(&bytes)
        for window in windows {
            JSONWriter.separate(&bytes)
            append(window, &bytes)
        }
        JSONWriter.endArray(&bytes)
    }

    /// Every figure that has a value, its primitives, and what each kind of loss cost.
    private static func append(_ window: OEEWindow, _ bytes: inout [UInt8]) {
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("equipment", window.equipment, &bytes)
        if !window.label.isEmpty { JSONWriter.field("window", window.label, &bytes) }
        JSONWriter.field("window_start", window.start, &bytes)
        JSONWriter.field("window_end", window.end, &bytes)
        for kpi in KPIDefinition.all where kpi.isComputed {
            guard let value = kpi.value(window.totals)?.value else { continue }
            JSONWriter.field(kpi.field, kpi.unit == "ms" ? value / 1e6 : value, &bytes)
        }
        JSONWriter.field("ideal_rate_suspect", window.totals.isIdealCycleSuspect, &bytes)
        window.totals.forEachField { name, value, _ in JSONWriter.field(name, value, &bytes) }
        JSONWriter.name("losses_ms" as StaticString, &bytes)
        JSONWriter.beginObject(&bytes)
        for kind in LossKind.allCases where window.totals.loss(kind) != 0 {
            JSONWriter.name("\(kind)", &bytes)
            JSONWriter.appendDouble(Double(window.totals.loss(kind)) / 1e6, &bytes)
        }
        JSONWriter.endObject(&bytes)
        JSONWriter.endObject(&bytes)
    }
}
