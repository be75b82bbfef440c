import PlantModel
import ProcessControl
import Records

/// How the capability of a characteristic is studied, in the form that `CapabilityStudy` wants.
struct CapabilityPlan {
    let settings: CharacteristicSettings.Capability
    let specification: SpecificationLimits

    /// Nil when it is not studied.
    init?(_ settings: CharacteristicSettings) throws(SpecificationError) {
        guard let capability = settings.capability else { return nil }
        self.settings = capability
        specification = try SpecificationLimits(
            lower: settings.specification.lsl,
            upper: settings.specification.usl,
            target: settings.specification.target
        )
    }

    /// Where the window of a time begins.
    func start(of time: EventTime) -> EventTime {
        let length = settings.windowNanoseconds
        let rest = time.nanoseconds % length
        return time.advanced(byNanoseconds: -(rest < 0 ? rest + length : rest))
    }
}
