import Records

/// The words that every plant understands.
enum StandardStates {
    static let words: [String: StateMapping.Entry] = {
        var words = own
        words.merge(packML) { own, _ in own }
        words.merge(semiE10) { own, _ in own }
        return words
    }()

    private static let own: [String: StateMapping.Entry] = [
        "running": .init(.productive),
        "setup": .init(.setup),
        "idle": .init(.idle),
        "starved": .init(.starved),
        "blocked": .init(.blocked),
        "down": .init(.down),
        "maintenance": .init(.maintenance),
        "off": .init(.off),
        // What a gateway says when it has lost the machine; such time has its own minutes.
        "unknown": .init(.unknown),
        "disconnected": .init(.unknown),
    ]

    /// The 17 states of ISA-TR88.00.02. Only Execute in production mode produces; Suspended is
    /// caused outside of the machine, and its reason may say on which side; Held is caused inside.
    private static let packML: [String: StateMapping.Entry] = [
        "clearing": .init(.down),
        "stopped": .init(.down),
        "starting": .init(.setup),
        "idle": .init(.idle),
        "suspended": external,
        "execute": .init(.productive, modes: ["manual": .setup]),
        "stopping": .init(.down),
        "aborting": .init(.down),
        "aborted": .init(.down),
        "holding": .init(.down),
        "held": .init(.down),
        "unholding": .init(.down),
        "suspending": external,
        "unsuspending": external,
        "resetting": .init(.setup),
        "completing": .init(.setup),
        "completed": .init(.idle),
    ]

    /// The six states of SEMI E10. Engineering is planned and produces nothing for sale, so it is
    /// taken out of the planned time.
    private static let semiE10: [String: StateMapping.Entry] = [
        "productive": .init(.productive),
        "standby": .init(.idle),
        "engineering": .init(.maintenance),
        "scheduled-down": .init(.maintenance),
        "unscheduled-down": .init(.down),
        "non-scheduled": .init(.off),
    ]

    private static let external = StateMapping.Entry(
        .starved,
        reasons: ["blocked": .blocked, "starved": .starved]
    )
}
