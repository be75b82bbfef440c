extension KPIDefinition {
    /// OEE and its relatives, which differ in their denominators, and the variants of mean times.
    public static let families: [KPIDefinition] = [
        KPIDefinition(
            "oee/availability",
            "Availability (Nakajima)",
            "run time / planned production time",
            field: "availability"
        ) { $0.availability },
        KPIDefinition(
            "oee/performance",
            "Performance (Nakajima)",
            "ideal time of the total / run time",
            field: "performance"
        ) { $0.performance },
        KPIDefinition(
            "oee/quality",
            "Quality, weighted by ideal time",
            "ideal time of the good / ideal time of the total",
            field: "quality"
        ) { $0.quality },
        KPIDefinition(
            "oee/oee",
            "Overall equipment effectiveness (Nakajima)",
            "ideal time of the good / planned production time",
            field: "oee"
        ) { $0.oee },
        KPIDefinition(
            "oee/ooe",
            "Overall operations effectiveness",
            "ideal time of the good / operations time",
            field: "ooe"
        ) { $0.ooe },
        KPIDefinition(
            "oee/teep",
            "Total effective equipment performance",
            "ideal time of the good / calendar time",
            field: "teep"
        ) { $0.teep },
        KPIDefinition(
            "oee/loading",
            "Loading",
            "planned production time / calendar time",
            field: "loading"
        ) { $0.loading },
        KPIDefinition(
            "oee/takt-attainment",
            "Takt attainment",
            "takt time of the good / planned production time",
            field: "takt_attainment"
        ) { $0.taktAttainment },
        KPIDefinition(
            "mtbf/uptime",
            "Mean time between failures, shop floor",
            "run time / failures",
            unit: "ms",
            field: "mtbf_uptime_ms"
        ) { $0.meanTimeBetweenFailures(.uptime) },
        KPIDefinition(
            "mtbf/cycle",
            "Mean time between failures, start to start",
            "(run time + down time) / failures",
            unit: "ms",
            field: "mtbf_cycle_ms"
        ) { $0.meanTimeBetweenFailures(.cycle) },
        KPIDefinition(
            "mttr/downtime",
            "Mean time to repair, shop floor",
            "down time / failures",
            unit: "ms",
            field: "mttr_downtime_ms"
        ) { $0.meanTimeToRestoration(.uptime) },
    ]
}
