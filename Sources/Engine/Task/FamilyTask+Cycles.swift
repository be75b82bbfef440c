import PlantModel
import Records

/// Where one cycle ends and the next begins.
extension FamilyTask {
    /// True when the bundle must not grow any more.
    var isBundleFull: Bool {
        bundle.outputs.byteCount >= limits.bundleBytes
            || bundle.outputs.count >= limits.bundleRecords
    }

    /// True when there is something to send, or enough silence to put on record.
    var isWorthCutting: Bool {
        bundle.outputs.count > 0 || order.hasRecords || order.hasVersions || order.steps.count >= 16
    }

    /// Whether a second's worth of ticks has passed since the last book records.
    var areBooksDue: Bool {
        Int64(stand.ticksSinceBooks) * limits.bundleIntervalNanoseconds >= Nanoseconds.second
    }

    /// Hands the bundle over and goes on with another one.
    func cut(replacement: Bundle) -> Bundle {
        let full = bundle
        if order.hasRecords { stand.hasNews = true }
        cycle += 1
        bundle = replacement
        label()
        order.removeAll()
        stand.areBooksClosed = false
        return full
    }

    /// Ends a cycle that was worked on again: what it wrote is on the broker already.
    func dropCycle() {
        if order.hasRecords { stand.hasNews = true }
        bundle.outputs.removeAll()
        cycle += 1
        label()
        order.removeAll()
        stand.areBooksClosed = false
    }

    func label() {
        bundle.task = number
        bundle.stay = stay
        bundle.cycle = cycle
    }
}
