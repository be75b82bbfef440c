/// What somebody decides about the limits of a chart. The raw value is the word of the topic.
enum ChartCommand: String, CaseIterable {
    /// The limits of the trial become a version.
    case freeze
    /// The proposal becomes a version.
    case approve
    /// The proposal is not convincing, or the evidence is not.
    case decline
    /// New limits from the points since the change.
    case propose
    /// A collected point leaves the trial, with an assigned cause.
    case exclude
    /// A point comes back into the trial.
    case include
    /// Limits that are stated become a version.
    case limits
    /// Points for new limits are collected; nothing is judged until they are frozen.
    case collect
}
