import Records

extension PlantGenerator {
    /// The next value of a plain signal, rounded as the sensor rounds, with what the fault adds.
    mutating func reading(_ index: Int, _ signal: Int, _ model: SignalModel, _ time: Int64)
        -> Double
    {
        if let fault = machines[index].fault, fault.acts(time), signal == 0,
            fault.kind == .stuckSensor, !machines[index].signals[signal].last.isNaN
        {
            return machines[index].signals[signal].last
        }
        let noise = machines[index].random.symmetric() * model.sigma
        var value = model.mean
        if model.wanders {
            let wander = machines[index].signals[signal].wander * 0.9 + noise * 0.5
            machines[index].signals[signal].wander = wander
            value += wander
        } else {
            value += noise * 1.25
        }
        if signal == 0 { value += faultOffset(index, model, time) }
        machines[index].signals[signal].last = value
        return value
    }

    /// Deviations from the mean of the next subgroup.
    ///
    /// Its mean mirrors the mean of the subgroup before it, in pairs: so noise alone never makes a
    /// run, and every run on the chart has a cause that the ground truth names.
    mutating func subgroup(_ index: Int, _ signal: Int, _ model: SignalModel) -> InlineArray<
        5, Double
    > {
        var values = InlineArray<5, Double>(repeating: 0)
        var sum = 0.0
        for at in 0..<5 {
            values[at] = machines[index].random.symmetric() * model.sigma * 1.25
            sum += values[at]
        }
        let mean = sum / 5
        let isSecond = machines[index].signals[signal].count % 2 == 1
        if isSecond {
            let correction = -machines[index].signals[signal].mirror - mean
            for at in 0..<5 { values[at] += correction }
        } else {
            machines[index].signals[signal].mirror = mean
        }
        return values
    }

    /// What the fault of a machine adds to its first signal.
    func faultOffset(_ index: Int, _ model: SignalModel, _ time: Int64) -> Double {
        guard let fault = machines[index].fault, fault.acts(time) else { return 0 }
        let elapsed = Double(time - fault.start)
        let length = Double(fault.end - fault.start)
        switch fault.kind {
        case .toolWear: return model.sigma * 4 * elapsed / length
        case .suddenShift: return model.sigma * 1.8
        case .overTemperature:
            // Up within 20 s, down within 20 s: fast for an oven, slow enough for its sensor.
            let ramp = 20 * Double(Nanoseconds.second)
            return 27 * min(1, elapsed / ramp, (length - elapsed) / ramp)
        default: return 0
        }
    }

    /// Pieces and scrap since the last count, taken out of the producing time.
    mutating func takePieces(_ index: Int, _ time: Int64) -> (pieces: Int64, scrap: Int64) {
        if machines[index].state == .running {
            machines[index].producing += time - machines[index].runningSince
            machines[index].runningSince = time
        }
        let ideal = machines[index].kind.idealMilliseconds[machines[index].product]
        let cycle = Int64(Double(ideal) * machines[index].slowness * 1_000_000)
        let pieces = machines[index].producing / cycle
        machines[index].producing -= pieces * cycle
        var share = machines[index].scrapShare
        if let fault = machines[index].fault, fault.kind == .scrapBurst, fault.acts(time) {
            share = 0.5
        }
        let doubt = 0.5 + machines[index].random.unit()
        machines[index].scrapDebt += Double(pieces) * share * doubt
        let scrap = min(pieces, Int64(machines[index].scrapDebt))
        machines[index].scrapDebt -= Double(scrap)
        return (pieces, scrap)
    }
}
