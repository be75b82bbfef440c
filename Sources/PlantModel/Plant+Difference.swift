extension Plant {
    /// Which part differs from another plant in more than what charts can take while they run; nil when
    /// only stated limits, specification limits and the label of the version differ.
    ///
    /// Those are mean and sigma, average and sigma_z where both files state them. O(plant).
    public func partThatNeedsRestart(after other: Plant) -> String? {
        if states != other.states { return "states" }
        if calendars != other.calendars { return "calendars" }
        if base != other.base { return "defaults or time_zone" }
        if paths != other.paths || nodes != other.nodes { return "equipment" }
        if unknownEquipment != other.unknownEquipment { return "unknown_equipment" }
        if unknownCharacteristic != other.unknownCharacteristic { return "unknown_characteristic" }
        if learnedChart.withoutGivenLimits != other.learnedChart.withoutGivenLimits
            || learnedAnomaly != other.learnedAnomaly
        {
            return "learned"
        }
        let names = characteristics.map { "\($0.name) at \($0.equipment)" }
        guard names == other.characteristics.map({ "\($0.name) at \($0.equipment)" }) else {
            return "characteristics: other names, equipment or order"
        }
        for (new, old) in zip(characteristics, other.characteristics) {
            guard let part = new.partThatNeedsRestart(after: old) else { continue }
            return "characteristics: '\(new.name)': \(part)"
        }
        return nil
    }
}

extension CharacteristicSettings {
    /// The same for one characteristic.
    fileprivate func partThatNeedsRestart(after other: CharacteristicSettings) -> String? {
        if charts.map(\.withoutGivenLimits) != other.charts.map(\.withoutGivenLimits) {
            return "the design of its charts, or whether their limits are stated"
        }
        if capability != other.capability { return "capability" }
        if anomaly != other.anomaly { return "anomaly" }
        if physicalRange != other.physicalRange { return "physical_range" }
        if unit != other.unit { return "unit" }
        var copy = self
        copy.specification = other.specification
        copy.charts = other.charts
        return copy == other ? nil : "stage"
    }
}

extension CharacteristicSettings.Chart {
    /// The chart as any other limits of the file would have it, to compare designs.
    public var withoutGivenLimits: Self {
        var copy = self
        switch limits {
        case .estimated: break
        case .known, .average: copy.limits = .known(mean: 0, sigma: 1)
        }
        return copy
    }
}
