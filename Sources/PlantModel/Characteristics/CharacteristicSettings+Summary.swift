extension CharacteristicSettings.Chart {
    /// What the chart does, for people: kind, parameters, rules, limits.
    public var summary: String {
        var text = kind.rawValue
        if subgroupSize > 1 { text += " of \(subgroupSize)\(sizeVaries ? " or so" : "")" }
        if kind == .np { text += " of \(sampleSize)" }
        if let ewma { text += " lambda \(Self.short(ewma.lambda)) L \(Self.short(ewma.width))" }
        if let cusum {
            text += " k \(Self.short(cusum.reference)) h \(Self.short(cusum.interval))"
            if headStart > 0 { text += " head start \(Self.short(headStart))" }
        }
        if kind.hasRunRules {
            let numbers = rules.map(String.init).joined(separator: ",")
            text += " rules \(numbers.isEmpty ? "none" : numbers)"
        }
        if let demand {
            text += " for \(Self.short(demand.falseAlarmDistance)) points between false alarms"
        }
        switch limits {
        case .estimated(let points):
            text += ", limits from \(points) points"
            if isFrozenByHand { text += ", frozen by hand" }
        case .known(let mean, let sigma): text += ", mean \(mean) sigma \(sigma)"
        case .average(let average, let sigmaZ):
            text += ", average \(average)"
            if sigmaZ != 1 { text += " sigma_z \(sigmaZ)" }
        }
        return text
    }

    private static func short(_ value: Double) -> String {
        let scaled = (value * 1_000).rounded() / 1_000
        return scaled == scaled.rounded() ? "\(Int(scaled))" : "\(scaled)"
    }
}
