/// The versions of the rules that lie on a cluster.
typealias RuleSetHistory = VersionHistory<RuleSetVersion>

/// Puts versions of the rules on their topic.
typealias RuleSetPublisher = VersionPublisher<RuleSetVersion>
