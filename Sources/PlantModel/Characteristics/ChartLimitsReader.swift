import ProcessControl

/// Reads where the limits of a chart come from.
struct ChartLimitsReader {
    typealias Limits = CharacteristicSettings.Chart.Limits

    let kind: CharacteristicSettings.Chart.Kind
    let subgroupSize: Int

    /// The limits of a field, and whether they wait for somebody to freeze them; what is usual without
    /// one, and after noting what is wrong.
    func limits(_ field: YAMLField?) -> (Limits, isFrozenByHand: Bool) {
        guard let field else { return (usual, false) }
        let isAttributes = kind.attributes != nil
        let given = isAttributes ? ["average", "sigma_z"] : ["mean", "sigma"]
        guard let fields = field.fields(given + ["estimate", "freeze"]) else {
            return (usual, false)
        }
        let isByHand = fields["freeze"].flatMap { $0.choice(["auto": false, "manual": true]) }
        guard let estimate = fields["estimate"] else {
            fields["freeze"]?.reject(expected: "it only beside estimate: given limits hold at once")
            return ((isAttributes ? average(fields) : known(fields)) ?? usual, false)
        }
        if let stated = fields[given[0]] ?? fields[given[1]] {
            stated.reject(expected: "either \(given[0]) and so on, or estimate, not both")
        }
        let range =
            isByHand == true
            ? 2...min(points.upperBound, CharacteristicSettings.Chart.trialPointsMax) : points
        let limits = estimate.integer(range, "a number of points")
            .map { Limits.estimated(points: Int($0)) }
        return (limits ?? usual, isByHand ?? false)
    }

    /// How many points an estimate may take.
    private var points: ClosedRange<Int64> {
        let counts = LimitsSource.estimateCounts
        return kind.attributes == nil
            ? Int64(counts.lowerBound)...Int64(counts.upperBound)
            : 2...CharacteristicSettings.Chart.attributePointsMax
    }

    /// 100 single values, 25 subgroups or samples.
    private var usual: Limits {
        .estimated(points: kind.attributes == nil && subgroupSize == 1 ? 100 : 25)
    }

    private func known(_ fields: YAMLFields) -> Limits? {
        let mean = fields.required("mean", "the mean, or estimate: N instead")?.number()
        let sigma = fields.required("sigma", "the standard deviation within subgroups")?
            .positiveNumber("a number above 0")
        guard let mean, let sigma else { return nil }
        return .known(mean: mean, sigma: sigma)
    }

    private func average(_ fields: YAMLFields) -> Limits? {
        guard let attributes = kind.attributes else { return nil }
        let expected = attributes.isBinomial ? "a proportion from 0 to 1" : "a number of 0 or more"
        let field = fields.required("average", "\(expected), or estimate: N instead")
        guard let average = field?.number(expected) else { return nil }
        guard average >= 0, average <= (attributes.isBinomial ? 1 : .greatestFiniteMagnitude) else {
            field?.reject(expected: expected)
            return nil
        }
        guard attributes.isLaney else {
            fields["sigma_z"]?.reject(expected: "it only on charts of kind laney-p and laney-u")
            return .average(average, sigmaZ: 1)
        }
        let between = "the variation between samples, 1 where chance explains all"
        return fields.required("sigma_z", between)?.positiveNumber("a number above 0")
            .map { .average(average, sigmaZ: $0) }
    }
}
