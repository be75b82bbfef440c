import PlantModel
import ProcessControl

extension CharacteristicSettings.Chart {
    /// The limits that the plant file states; nil when the chart estimates them.
    var givenLimits: LifeEstimate? {
        switch limits {
        case .estimated: nil
        case .known(let mean, let sigma): LifeEstimate(mean: mean, sigma: sigma, pointCount: 0)
        case .average(let average, let sigmaZ):
            LifeEstimate(mean: average, sigma: sigmaZ, pointCount: 0)
        }
    }
}

extension CharacteristicSettings {
    /// These settings with the limits and the specification of others, where the charts are the same
    /// otherwise and both files state limits; nil when nothing differs.
    func taking(limitsOf other: CharacteristicSettings) -> CharacteristicSettings? {
        var copy = self
        copy.specification = other.specification
        if charts.map(\.withoutGivenLimits) == other.charts.map(\.withoutGivenLimits) {
            copy.charts = other.charts
        }
        return copy == self ? nil : copy
    }
}
