/// A setting that makes no sense, with the sentence that tells the author of the configuration.
public struct DetectorSettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The detector whose setting it is; nil for settings shared by all.
    public let detector: Detector?
    /// The setting, as a path such as `ewma_z.smoothing`.
    public let field: String
    /// What was found and what was expected.
    public let description: String

    init(_ detector: Detector?, _ field: String, _ found: String, _ expected: String) {
        self.detector = detector
        self.field = detector.map { "\($0.name).\(field)" } ?? field
        description = "\(self.field) is \(found) but must be \(expected)."
    }
}
