extension KPIDefinition {
    static let quality: [KPIDefinition] = [
        KPIDefinition(
            "iso22400-2:2014/14",
            "Actual to planned scrap ratio",
            "SQ / PSQ",
            waitsFor: "the planned scrap quantity of the order"
        ),
        KPIDefinition(
            "iso22400-2:2014/15",
            "First pass yield",
            "GP / IP",
            field: "first_pass_yield"
        ) { Ratio($0[.good], over: $0[.total], otherwise: .noProduction) },
        KPIDefinition("iso22400-2:2014/16", "Scrap ratio", "SQ / PQ", field: "scrap_ratio") {
            Ratio(
                saturatingSum($0[.scrap], $0[.startup]),
                over: $0[.total],
                otherwise: .noProduction
            )
        },
        KPIDefinition("iso22400-2:2014/17", "Rework ratio", "RQ / PQ", field: "rework_ratio") {
            Ratio($0[.rework], over: $0[.total], otherwise: .noProduction)
        },
        KPIDefinition(
            "iso22400-2:2014/18",
            "Fall-off ratio",
            "SQ / PQ of the first operation",
            waitsFor: "the quantity of the first operation of the route"
        ),
        KPIDefinition(
            "iso22400-2:2014/19",
            "Machine capability index",
            "(USL − LSL) / 6 s",
            waitsFor: "measurements: kpi.capability carries it as pp"
        ),
        KPIDefinition(
            "iso22400-2:2014/20",
            "Critical machine capability index",
            "min(USL − x̄, x̄ − LSL) / 3 s",
            waitsFor: "measurements: kpi.capability carries it as ppk"
        ),
        KPIDefinition(
            "iso22400-2:2014/21",
            "Process capability index",
            "(USL − LSL) / 6 σ̂",
            waitsFor: "measurements: kpi.capability carries it as cp"
        ),
        KPIDefinition(
            "iso22400-2:2014/22",
            "Critical process capability index",
            "min(USL − x̄, x̄ − LSL) / 3 σ̂",
            waitsFor: "measurements: kpi.capability carries it as cpk"
        ),
        KPIDefinition(
            "iso22400-2:2014/23",
            "Comprehensive energy consumption",
            "(Σ M × R + Q) / PQ",
            waitsFor: "energy meters"
        ),
        KPIDefinition(
            "iso22400-2:2014/24",
            "Inventory turns",
            "TH / average inventory",
            waitsFor: "inventory levels"
        ),
        KPIDefinition(
            "iso22400-2:2014/25",
            "Finished goods ratio",
            "GQ / CM",
            waitsFor: "consumed material"
        ),
        KPIDefinition(
            "iso22400-2:2014/26",
            "Integrated goods ratio",
            "IGQ / CM",
            waitsFor: "consumed material"
        ),
        KPIDefinition(
            "iso22400-2:2014/27",
            "Production loss ratio",
            "PL / CM",
            waitsFor: "consumed material"
        ),
        KPIDefinition(
            "iso22400-2:2014/28",
            "Storage and transport loss ratio",
            "STL / CM",
            waitsFor: "consumed material and stock losses"
        ),
        KPIDefinition(
            "iso22400-2:2014/29",
            "Other loss ratio",
            "OL / CM",
            waitsFor: "consumed material and other losses"
        ),
    ]
}
