import Anomaly
import PlantModel
import ProcessControl
import Records

extension EquipmentTask {
    /// Something was measured: one value, or the values of a subgroup.
    func applyMeasurement(
        _ machine: Machine,
        _ time: EventTime,
        _ bench: Workbench
    ) throws(Rejection) -> Fate {
        let index = try seriesIndex(machine, bench)
        let values = try checkedValues(index, bench)
        if time < series.rows[index].newest,
            series.rows[index].newest - time > bench.limits.allowedLatenessNanoseconds
        {
            return .late
        }
        noteTime(time, of: index)
        let stages = bench.stages
        if stages.contains(.anomaly), series.rows[index].detector >= 0 {
            watch(index, values, machine, time, bench)
        }
        if bench.hasCapability, stages.contains(.charts),
            let plan = bench.profiles[Int(series.rows[index].profile)].capability
        {
            study(index, plan, values, time, bench)
        }
        if stages.contains(.charts), series.rows[index].chart != -1 {
            plot(index, values, machine, time, bench)
        }
        evaluateRules(ruleTopics.measurements, machine, time, bench)
        return .counted
    }

    /// Moves the newest time of a series on, and notes how long nothing came before.
    func noteTime(_ time: EventTime, of index: Int) {
        let newest = series.rows[index].newest
        gapNanoseconds = newest == .distantPast ? 0 : time - newest
        if time > newest { series.rows[index].newest = time }
    }

    /// The row of what was measured here, made when it is new.
    private func seriesIndex(_ machine: Machine, _ bench: Workbench) throws(Rejection) -> Int {
        let name = bench.fields[Slot.Measurement.characteristic]
        try checkName(name)
        let product = productIndex(machine, bench)
        if let index = findSeries(machine, name, product, bench) {
            willChange(series: index, bench)
            return index
        }
        return try makeSeries(machine, name, product, bench)
    }

    /// Refuses what is no name of a characteristic.
    func checkName(_ name: FieldValue) throws(Rejection) {
        guard name.isText, name.count > 0 else {
            throw Rejection(
                "missing-characteristic",
                "The field 'characteristic' is \(describe(name)); expected its name."
            )
        }
        guard name.count <= Self.nameByteCountMax else {
            throw Rejection(
                "name-too-long",
                "The characteristic has \(name.count) bytes; a name has at most "
                    + "\(Self.nameByteCountMax)."
            )
        }
    }

    /// The row of a known series; nil for a new one.
    func findSeries(
        _ machine: Machine,
        _ name: FieldValue,
        _ product: Int?,
        _ bench: Workbench
    ) -> Int? {
        guard let product,
            let characteristic = unsafe bench.fields.withText(
                name,
                { unsafe characteristics.find($0) }
            )
        else { return nil }
        return series.find(
            machine: machine.index,
            characteristic: characteristic,
            product: product
        )
    }

    /// The product the measurement names, or the one the machine makes; nil for one that is new.
    func productIndex(_ machine: Machine, _ bench: Workbench) -> Int? {
        let product = bench.fields[Slot.Common.product]
        guard product.isText else { return machine.product }
        return productIndex(product, bench)
    }

    /// The number of a product's name, nil when it is new; 0 for one that is too long to be a name, and
    /// for a new one when the table is full.
    func productIndex(_ product: FieldValue, _ bench: Workbench) -> Int? {
        guard product.count <= Self.nameByteCountMax else { return 0 }
        return unsafe bench.fields.withText(product) { unsafe products.find($0) }
            ?? (products.isFull ? 0 : nil)
    }

    /// One more user of the product of an event, by its number or, when it is new, by its name.
    func retainProduct(_ index: Int?, _ bench: Workbench) -> Int {
        if let index {
            products.retain(index)
            return index
        }
        let name = bench.fields.string(bench.fields[Slot.Common.product]) ?? ""
        // A table that is full was answered for when the number was asked.
        return products.retain(name)!
    }

    /// The longest characteristic or product that is kept as a name.
    static var nameByteCountMax: Int { 512 }

    /// A row for a series that is new.
    func makeSeries(
        _ machine: Machine,
        _ name: FieldValue,
        _ product: Int?,
        _ bench: Workbench
    ) throws(Rejection) -> Int {
        let text = bench.fields.string(name) ?? ""
        guard
            let settings = plantSettings(of: text, at: machine.name, bench)
        else {
            throw Rejection(
                "unknown-characteristic",
                "The plant file knows no characteristic '\(text)' at '\(machine.name)'; add it, or set "
                    + "unknown_characteristic: learn."
            )
        }
        let profile = bench.profile(for: settings)
        guard series.count < series.countLimit, let characteristic = characteristics.retain(text)
        else {
            throw Rejection(
                "too-many-series",
                "Task \(number) holds its \(series.countLimit) series already; raise "
                    + "limits.characteristics_per_equipment or use more partitions."
            )
        }
        let row = Series(
            machine: Int32(machine.index),
            characteristic: Int32(characteristic),
            product: Int32(retainProduct(product, bench)),
            profile: Int32(profile)
        )
        willChange(series: series.nextRow, bench)
        let index = series.insert(row, of: machine, profile: bench.profiles[profile])!
        if bench.profiles[profile].detectors?.enabled.contains(.dropout) == true {
            machine.isWatchedForSilence = true
        }
        return index
    }

    /// The value or values, after every check that could refuse the record.
    private func checkedValues(_ index: Int, _ bench: Workbench) throws(Rejection) -> FieldValue {
        let value = bench.fields[Slot.Measurement.value]
        let values = bench.fields[Slot.Measurement.values]
        if value.isPresent {
            guard let number = value.double else {
                throw Rejection(
                    "wrong-type",
                    "The field 'value' is \(describe(value)); expected a number."
                )
            }
            try checkMagnitude(number)
            return value
        }
        guard values.kind == .numbers, values.count > 0 else {
            throw Rejection(
                values.isPresent ? "wrong-type" : "missing-value",
                "The field 'value' is missing and 'values' is \(describe(values)); expected a number or "
                    + "an array of numbers."
            )
        }
        let largest = unsafe bench.fields.withNumbers(values) { numbers in
            unsafe numbers.reduce(0) { max($0, abs($1)) }
        }
        try checkMagnitude(largest)
        try checkSize(index, Int(values.count), bench)
        return values
    }

    /// Refuses an array that is no subgroup of a chart. Charts of single values take each of its values.
    private func checkSize(
        _ index: Int,
        _ count: Int,
        _ bench: Workbench
    ) throws(Rejection) {
        let row = series.rows[index]
        var expected: Int?
        if row.chart >= 0 {
            let chart = series.charts[Int(row.chart)].chart
            if !chart.kind.isIndividuals, !chart.allows(count) { expected = chart.subgroupSize }
        } else if row.chartSet != nil {
            let plans = bench.profiles[Int(row.profile)].plans
            expected = plans.first { !$0.allows(count) }?.settings.subgroupSize
        }
        guard let expected else { return }
        throw Rejection(
            "wrong-subgroup",
            "The subgroup has \(count) values but the chart expects \(expected); correct the sample or "
                + "the plant file."
        )
    }

    private func checkMagnitude(_ number: Double) throws(Rejection) {
        guard abs(number) <= ControlChart.magnitudeMax else {
            throw Rejection(
                "absurd-value",
                "The value \(number) is larger than any measurement (\(ControlChart.magnitudeMax))."
            )
        }
    }

    /// Visits the one value or each of several.
    func forEach(_ value: FieldValue, _ bench: Workbench, _ body: (Double) -> Void) {
        if let number = value.double { return body(number) }
        let count = Int(value.count)
        for index in 0..<count {
            body(unsafe bench.fields.withNumbers(value) { unsafe $0[index] })
        }
    }
}
