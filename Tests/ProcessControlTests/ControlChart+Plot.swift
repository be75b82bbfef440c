import ProcessControl
import Testing

extension ControlChart {
    /// The verdict on a reading that must complete a point.
    mutating func plot(_ value: Double) throws -> PointVerdict {
        let verdict = add(value)
        return try #require(verdict)
    }

    /// The verdict on a whole subgroup.
    mutating func plot(_ values: [Double]) -> PointVerdict { add(subgroup: values.span) }
}
