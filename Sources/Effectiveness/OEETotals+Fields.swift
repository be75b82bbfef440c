extension OEEPrimitive {
    /// The field of `kpi.oee` that carries this primitive; nil for those that are 0 in every published
    /// record, and for those that tell about the way to a record rather than about its sums.
    public var fieldName: StaticString? {
        switch self {
        case .productive: "run_ms"
        case .setup: "setup_ms"
        case .idle: "idle_ms"
        case .starved: "starved_ms"
        case .blocked: "blocked_ms"
        case .down: "down_ms"
        case .maintenance: "maintenance_ms"
        case .off: "off_ms"
        case .unknown: "unknown_ms"
        case .minorStop: "minor_stop_ms"
        case .plannedBreak: "planned_stop_ms"
        case .unscheduled: "unscheduled_ms"
        case .undecided: "undecided_ms"
        case .planned: "planned_ms"
        case .stopCount: "stops"
        case .minorStopCount: "minor_stops"
        case .total: "total"
        case .good: "good"
        case .scrap: "scrap"
        case .rework: "rework"
        case .startup: "startup_rejects"
        case .idealTotal: "ideal_total_ms"
        case .idealGood: "ideal_good_ms"
        case .idealStartup: "ideal_startup_ms"
        case .taktGood: "takt_good_ms"
        case .unrated: "unrated"
        case .resetCount: "counter_resets"
        case .gapCount: "counter_gaps"
        case .sampleCount: "count_messages"
        case .looseReject, .looseRejectIdeal, .looseUnrated, .looseRejectIdealRest, .rolloverCount,
            .gapTotal, .idealTotalRest, .idealGoodRest, .idealStartupRest:
            nil
        }
    }

    /// How many of the primitive's units one unit of the field is: 10^6 for milliseconds and for
    /// quantities, 1 for numbers of things.
    public var fieldScale: Double {
        switch self {
        case .stopCount, .minorStopCount, .resetCount, .sampleCount, .gapCount: 1
        default: 1e6
        }
    }

    /// Whether records leave the field out when it is 0, as most do.
    public var isOptionalField: Bool {
        switch self {
        case .undecided, .unrated, .startup, .idealStartup, .taktGood, .resetCount, .gapCount: true
        default: false
        }
    }
}

/// How totals travel in the records of `kpi.oee`, and how to add such records up.
///
/// The sum of the primitives of any records, of any windows and equipments, gives the ratios of all of
/// them together:
///
///     var sum = OEETotals()
///     for record in records { sum += OEETotals { record.number($0) } }
///     sum.oee.value
extension OEETotals {
    /// Totals from the fields of a record; a missing field is 0.
    ///
    /// Exact for what `forEachField` gave, less the parts of a nanosecond: milliseconds and quantities up to 2·10^9 (23 days of a
    /// machine) come back to the nanosecond and the millionth. What is not a number is 0, what is too
    /// large stops at the limit.
    /// - Parameter number: the value of a field by its name, nil when the record has none.
    public init(fields number: (StaticString) -> Double?) {
        self.init()
        for primitive in OEEPrimitive.allCases {
            guard let name = primitive.fieldName, let value = number(name) else { continue }
            let scaled = (value * primitive.fieldScale).rounded()
            if scaled.isNaN { continue }
            self[primitive] = Int64(exactly: scaled) ?? (scaled < 0 ? .min : .max)
        }
    }

    /// The fields of a record in the order of the primitives, without optional ones that are 0.
    public func forEachField(
        _ body: (_ name: StaticString, _ value: Double, _ isWhole: Bool) -> Void
    ) {
        for primitive in OEEPrimitive.allCases {
            let value = self[primitive]
            guard let name = primitive.fieldName, value != 0 || !primitive.isOptionalField else {
                continue
            }
            body(name, Double(value) / primitive.fieldScale, primitive.fieldScale == 1)
        }
    }
}
