import Codecs
import Effectiveness
import PlantModel
import Records

/// A task of the roll-up family: the paths above machines whose keys lie in partition p of the
/// contributions.
///
/// Every level adds what its direct members say and tells the level above, through the same topic, so
/// no task ever sees more than the children of its paths. Windows settle at clock ticks, which are in
/// the order log like any input.
final class RollUpTask: FamilyTask {
    /// Windows of one path that may be open; beyond it the oldest are settled as they are.
    private static let openWindowLimit = 4_096
    /// How long a window waits for a member from which nothing comes at all.
    private static let patienceNanoseconds = 5 * Nanoseconds.minute

    var groupNames: NameTable
    var groups: [RollUpGroup] = []
    /// Paths with a budget of false alarms, in the order in which they were first heard of.
    var loadBooks: [AlarmLoadBook] = []

    override init(number: Int32, stay: UInt32, settings: EngineSettings, bundle: Bundle) {
        groupNames = NameTable(countLimit: Int(settings.limits.equipmentPerTask))
        super.init(number: number, stay: stay, settings: settings, bundle: bundle)
    }

    override var equipmentCount: Int { groups.count }

    // MARK: Records

    override func work(
        on message: InboundMessage,
        _ bench: Workbench
    ) throws(Rejection) -> Fate {
        if Self.isAlarmLoad(message) { return try workOnLoad(message, bench) }
        let contribution = try read(message)
        let group = try group(of: contribution, message, bench)
        guard let member = group.member(contribution.member) else {
            throw Rejection(
                "too-many-equipment",
                "'\(group.name)' has its \(group.memberNames.countLimit) members already; raise "
                    + "limits.equipment_per_task."
            )
        }
        newestTime = max(newestTime, contribution.record.end)
        let fate = group.take(contribution, member: member, now: now)
        if fate == .late {
            writeLate(
                message,
                contribution.record.end,
                "The window of '\(contribution.member)' that ended at "
                    + "\(TimeFormatter.string(contribution.record.end)) was corrected when "
                    + "'\(group.name)' did not keep it any more; raise limits.grace.",
                bench
            )
        }
        return fate
    }

    private func read(_ message: InboundMessage) throws(Rejection) -> Contribution {
        var reader = unsafe StateReader(message.value)
        do { return try Contribution(from: &reader) } catch { throw Self.unreadable(error) }
    }

    static func unreadable(_ error: StateError) -> Rejection {
        Rejection(
            "not-a-contribution",
            "The value is no contribution that this version reads: \(error) Does another "
                + "version of Takt use the application id?"
        )
    }

    private func group(
        of contribution: Contribution,
        _ message: InboundMessage,
        _ bench: Workbench
    ) throws(Rejection) -> RollUpGroup {
        guard let path = EquipmentPath.parent(contribution.member),
            unsafe path.utf8.elementsEqual(message.key)
        else {
            throw Rejection(
                "key-mismatch",
                "The key is not the path above '\(contribution.member)'."
            )
        }
        if let index = groupNames.find(path) { return groups[index] }
        guard groupNames.intern(path) != nil else { throw tooManyPaths }
        let group = makeGroup(path, bench)
        groups.append(group)
        return group
    }

    var tooManyPaths: Rejection {
        Rejection(
            "too-many-equipment",
            "Task \(number) of the roll-ups holds its \(groupNames.countLimit) paths already; "
                + "raise limits.equipment_per_task or use more partitions."
        )
    }

    func makeGroup(_ path: String, _ bench: Workbench) -> RollUpGroup {
        RollUpGroup(
            name: path,
            memberLimit: Int(limits.equipmentPerTask),
            plannedMembers: bench.settings.plant.children(of: path),
            method: bench.settings.plant.rollUpMethod(at: path)
        )
    }

    // MARK: Time

    override func clockMoved(on bench: Workbench) {
        publishLoads(bench)
        let limit = limits.bundleBytes
        let before = bundle.outputs.byteCount
        isBehind = false
        for group in groups where group.hasCorrections || !group.open.isEmpty {
            settle(group, bench)
            // What one tick wrote, not how full the bundle is: cuts must not change what is written.
            guard bundle.outputs.byteCount - before < limit else {
                isBehind = true
                return
            }
        }
    }

    /// Publishes corrections, then windows that every member has gone past.
    private func settle(_ group: RollUpGroup, _ bench: Workbench) {
        publishCorrections(group, bench)
        let wait = 2 * limits.tickIntervalNanoseconds
        var index = 0
        while index < group.open.count {
            let window = group.open[index]
            let isOverfull = group.open.count > Self.openWindowLimit
            let isDue =
                now - window.openedAt >= wait
                && group.isComplete(window, now: now, patience: Self.patienceNanoseconds)
            if isDue || isOverfull {
                publishFinal(group, at: index, bench)
            } else {
                if window.isProvisional, window.hasNews {
                    publishProvisional(group, at: index, bench)
                }
                index += 1
            }
        }
        group.forget(
            retention: limits.graceNanoseconds + limits.allowedLatenessNanoseconds
                + 2 * Self.patienceNanoseconds
        )
    }

    private func publishCorrections(_ group: RollUpGroup, _ bench: Workbench) {
        guard group.hasCorrections else { return }
        group.hasCorrections = false
        for index in group.settled.indices where group.settled[index].hasNews {
            group.settled[index].hasNews = false
            let totals = group.figures(of: group.settled[index]).totals
            guard totals != group.settled[index].published else { continue }
            group.settled[index].published = totals
            group.settled[index].revision += 1
            write(group.settled[index], .revised, group, bench)
        }
    }

    private func publishFinal(_ group: RollUpGroup, at index: Int, _ bench: Workbench) {
        var window = group.open.remove(at: index)
        window.revision = 1
        window.published = group.figures(of: window).totals
        window.hasNews = false
        write(window, .final, group, bench)
        let key = WindowOrder(window)
        group.settled.insert(window, at: group.settled.partitionIndex { WindowOrder($0) >= key })
    }

    private func publishProvisional(_ group: RollUpGroup, at index: Int, _ bench: Workbench) {
        group.open[index].hasNews = false
        write(group.open[index], .provisional, group, bench)
    }

    override func close(at progress: EventTime, on bench: Workbench) {
        publishLoads(bench, all: true)
        for group in groups {
            publishCorrections(group, bench)
            while let first = group.open.first, first.end <= progress {
                publishFinal(group, at: 0, bench)
            }
        }
    }

    // MARK: State

    /// The state of a roll-up task is small and has no rows.
    override func beginCapture(to writer: inout StateWriter, on bench: Workbench) {
        writeState(to: &writer, bench)
    }

    override func restore(_ reader: consuming StateReader, on bench: Workbench) throws(StateError) {
        try restoreState(reader, bench)
    }
}
