extension KPIDefinition {
    /// The 34 KPIs of ISO 22400-2:2014 by number, those that wait for another input included.
    ///
    /// The text of the standard is not public: formulas are as they are commonly quoted, and the ids
    /// claim no certification.
    public static let iso22400 = production + quality + maintenance

    private static let production: [KPIDefinition] = [
        KPIDefinition(
            "iso22400-2:2014/1",
            "Worker efficiency",
            "APWT / APAT",
            waitsFor: "personnel work and attendance times"
        ),
        KPIDefinition(
            "iso22400-2:2014/2",
            "Allocation ratio",
            "AUBT / AOET",
            field: "allocation_ratio"
        ) {
            Ratio(
                $0.actualBusyNanoseconds,
                over: $0.actualOrderExecutionNanoseconds,
                otherwise: .noPlannedTime
            )
        },
        KPIDefinition(
            "iso22400-2:2014/3",
            "Throughput rate",
            "PQ / AOET",
            unit: "1/h",
            field: "throughput_rate"
        ) { hourly($0) },
        KPIDefinition(
            "iso22400-2:2014/4",
            "Allocation efficiency",
            "AUBT / PBT",
            field: "allocation_efficiency"
        ) {
            Ratio($0.actualBusyNanoseconds, over: $0.plannedNanoseconds, otherwise: .noPlannedTime)
        },
        KPIDefinition(
            "iso22400-2:2014/5",
            "Utilization efficiency",
            "APT / AUBT",
            field: "utilization_efficiency"
        ) {
            Ratio(
                $0.actualProductionNanoseconds,
                over: $0.actualBusyNanoseconds,
                otherwise: .noRunTime
            )
        },
        KPIDefinition(
            "iso22400-2:2014/6",
            "OEE index",
            "availability × effectiveness × quality ratio",
            field: "oee_index"
        ) { $0.oee },
        KPIDefinition(
            "iso22400-2:2014/7",
            "NEE index",
            "AUPT / PBT × effectiveness × quality ratio",
            field: "nee"
        ) { $0.nee },
        KPIDefinition("iso22400-2:2014/8", "Availability", "APT / PBT", field: "iso_availability") {
            $0.availability
        },
        KPIDefinition(
            "iso22400-2:2014/9",
            "Effectiveness",
            "PRI × PQ / APT",
            field: "effectiveness"
        ) { $0.performance },
        KPIDefinition("iso22400-2:2014/10", "Quality ratio", "GQ / PQ", field: "quality_ratio") {
            Ratio($0[.good], over: $0[.total], otherwise: .noProduction)
        },
        KPIDefinition("iso22400-2:2014/11", "Setup ratio", "AUST / AUPT", field: "setup_ratio") {
            Ratio($0[.setup], over: $0.actualProcessingNanoseconds, otherwise: .noRunTime)
        },
        KPIDefinition(
            "iso22400-2:2014/12",
            "Technical efficiency",
            "APT / (APT + ADET)",
            field: "technical_efficiency"
        ) {
            Ratio(
                $0.actualProductionNanoseconds,
                over: saturatingSum($0.actualProductionNanoseconds, $0.actualDelayNanoseconds),
                otherwise: .noRunTime
            )
        },
        KPIDefinition(
            "iso22400-2:2014/13",
            "Production process ratio",
            "APT / AOET",
            field: "production_process_ratio"
        ) {
            Ratio(
                $0.actualProductionNanoseconds,
                over: $0.actualOrderExecutionNanoseconds,
                otherwise: .noPlannedTime
            )
        },
    ]

    private static let maintenance: [KPIDefinition] = [
        KPIDefinition(
            "iso22400-2:2014/30",
            "Equipment load ratio",
            "PQ / EPC, EPC = PBT / PRI",
            field: "equipment_load_ratio"
        ) { load($0) },
        KPIDefinition(
            "iso22400-2:2014/31",
            "Mean operating time between failures",
            "Σ TBF / (FE + 1)",
            unit: "ms",
            field: "mtbf_iso_ms"
        ) { $0.meanTimeBetweenFailures(.iso22400) },
        KPIDefinition(
            "iso22400-2:2014/32",
            "Mean time to failure",
            "Σ TTF / (FE + 1)",
            unit: "ms",
            field: "mttf_iso_ms"
        ) { $0.meanTimeToFailure(.iso22400) },
        KPIDefinition(
            "iso22400-2:2014/33",
            "Mean time to restoration",
            "Σ TTR / (FE + 1)",
            unit: "ms",
            field: "mttr_iso_ms"
        ) { $0.meanTimeToRestoration(.iso22400) },
        KPIDefinition(
            "iso22400-2:2014/34",
            "Corrective maintenance ratio",
            "CMT / (CMT + PMT)",
            field: "corrective_maintenance_ratio"
        ) {
            Ratio(
                $0.restorationNanoseconds,
                over: saturatingSum($0.restorationNanoseconds, $0.preventiveMaintenanceNanoseconds),
                otherwise: .noFailure
            )
        },
    ]

    private static func hourly(_ totals: OEETotals) -> Ratio {
        let hours = Double(totals.actualOrderExecutionNanoseconds) / 3.6e12
        return Ratio(totals.totalCount, over: hours, otherwise: .noPlannedTime)
    }

    /// The capacity is what the ideal cycle allows in the planned time.
    private static func load(_ totals: OEETotals) -> Ratio {
        if totals[.unrated] > 0 { return Ratio(undefined: .idealCycleUnknown) }
        return Ratio(
            totals[.idealTotal],
            over: totals.plannedNanoseconds,
            otherwise: .noPlannedTime
        )
    }
}
