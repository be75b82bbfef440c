import Records

/// Who did what to an alert, and why: stands on the transition that it caused.
public struct AlertAudit: Sendable, Equatable {
    /// What was asked for.
    public var command: AlertCommand
    /// Who asked.
    public var by: String
    /// For what reason; may be empty.
    public var why: String
    /// When a shelved alert comes back.
    public var until: EventTime?
    /// Whether it comes back with its first return to normal, too.
    public var isOneShot = false
    /// The work order of an alert that is out of service; empty otherwise.
    public var workOrder = ""

    init(_ order: AlertOrder) {
        command = order.command
        by = order.by
        why = order.why
        guard order.command == .shelve || order.command == .outOfService else { return }
        until = order.until
        isOneShot = order.isOneShot
        workOrder = order.workOrder
    }
}
