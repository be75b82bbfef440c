import PlantModel
import ProcessControl
import Records

// What processes can do, by window and stage. Off unless the plant file asks for it.
extension EquipmentTask {
    /// Shows a measurement to the study of its series.
    func study(
        _ index: Int,
        _ plan: CapabilityPlan,
        _ values: FieldValue,
        _ time: EventTime,
        _ bench: Workbench
    ) {
        let stage = stage(plan.settings.stage, bench)
        var study = series.studies.removeValue(forKey: index) ?? CapabilityStudy()
        if let number = values.double {
            study.add([number].span, stage: stage, at: time, plan)
        } else {
            unsafe bench.fields.withNumbers(values) { numbers in
                unsafe study.add(numbers.span, stage: stage, at: time, plan)
            }
        }
        series.studies[index] = study
    }

    func stage(
        _ stage: CharacteristicSettings.Stage,
        _ bench: Workbench
    ) -> String {
        let field: FieldValue
        switch stage {
        case .product: return ""
        case .recipe: field = bench.fields[Slot.Measurement.recipe]
        case .tool: field = bench.fields[Slot.Measurement.tool]
        }
        return bench.fields.string(field) ?? field.int64.map(String.init) ?? ""
    }

    /// Publishes the windows of a machine's series that progress has passed.
    func publishCapability(_ machine: Machine, _ progress: EventTime, _ bench: Workbench) {
        var row = machine.firstSeries
        while row >= 0 {
            let index = Int(row)
            row = series.rows[index].next
            guard !(series.studies[index]?.windows.isEmpty ?? true),
                let plan = bench.profiles[Int(series.rows[index].profile)].capability
            else { continue }
            willChange(series: index, bench)
            while let (window, leftOut) = series.studies[index]?.close(by: progress, plan) {
                for (number, stage) in window.stages.enumerated() {
                    let result = CapabilityWindow(
                        series: index,
                        start: window.start,
                        stage: stage,
                        number: number,
                        leftOut: leftOut
                    )
                    writeCapability(result, plan, machine, bench)
                }
            }
        }
    }
}

/// One stage of a finished window on its way out.
struct CapabilityWindow {
    /// Index into the series table.
    var series: Int
    var start: EventTime
    var stage: CapabilityStudy.Stage
    /// Which stage of the window, from 0.
    var number: Int
    /// Values that came too late for their window, or were of too many stages.
    var leftOut: Int
}
