import Records

/// How a task that starts here gets the state it had elsewhere: its snapshot, then the cycles after it
/// once more, with their outputs held back.
extension ShardTasks {
    /// All snapshot records came: builds the state and tells intake where it stands.
    ///
    /// - Parameter waits: Whether to wait for a version that the state needs and nobody has read yet.
    func restore(_ partition: Int32, waits: Bool) {
        guard let old = tasks[Int(partition)], let assembly = assemblies[partition] else { return }
        let task = old.stand.snapshotCycle > 0 ? renewed(old) : old
        // A second round starts from nothing, whatever the first one left behind.
        assemblies[partition] = SnapshotAssembly()
        var report = RestoreReport(refusal: assembly.foreign)
        switch assembly.newest(checked: bench.settings.safeguards.checksSnapshots) {
        case nil: break
        case .failure(let damage)?: report.problem = damage.sentence
        case .success((let cycle, let state))?:
            if waits, let version = awaitedVersion(of: state, type(of: task)) {
                assemblies[partition] = assembly
                board.post(RestoreReport(awaited: version), task: partition)
                return
            }
            let problem = unsafe state.withUnsafeBytes { bytes -> StateError? in
                do throws(StateError) {
                    try unsafe task.restore(StateReader(bytes), on: bench)
                    return nil
                } catch { return error }
            }
            if let problem {
                // Its checksums hold, so this is no damage.
                report.refusal =
                    "the snapshot of cycle \(cycle) is whole and cannot be read: \(problem)"
                _ = renewed(task)
            } else {
                report.cycle = cycle
                report.positions = task.ledgers.map(\.toOffset)
                report.epoch = task.epoch
                task.stand.snapshotCycle = cycle
                task.stand.acknowledgedCycle = cycle
            }
        }
        board.post(report, task: partition)
    }

    /// A version that a state needs and that has not been read from its topic.
    private func awaitedVersion(of state: [UInt8], _ family: FamilyTask.Type) -> SetVersion? {
        guard let board = bench.settings.sets else { return nil }
        return unsafe state.withUnsafeBytes { bytes in
            unsafe family.sets(of: StateReader(bytes))?.all.first { !board.knows($0) }
        }
    }

    /// A task without any state in the place of one that was restored from the wrong bytes.
    private func renewed(_ task: FamilyTask) -> FamilyTask {
        let fresh = makeTask(
            number: task.number,
            stay: task.stay,
            bundle: task.bundle
        )
        tasks[Int(task.number)] = fresh
        return fresh
    }

    /// A cycle that was worked on before ends here. What it wrote is on the broker already, unless it
    /// is one whose outputs nobody vouched for: then they go out again, with the same ids.
    func endCycle(_ message: InboundMessage) {
        guard let task = tasks[Int(message.partition)], !task.stand.isLive else { return }
        let flags = CycleFlags(rawValue: message.topic)
        if flags.contains(.orphansClosed) { task.closeOrphans(on: bench) }
        if flags.contains(.booksClosed) { task.closeBooks(on: bench) }
        let hash = task.bundle.outputHash
        if hash != message.sequence, flags.contains(.sameModel), !task.stand.hasDiverged {
            task.stand.hasDiverged = true
            bench.note(
                "Task \(task.number) gave other outputs for cycle \(task.cycle) than when it was "
                    + "first worked on. Its state may differ from before; please report this with "
                    + "the versions of Takt, plant and rules."
            )
        }
        let repeats =
            flags.contains(.repeatsOutputs) || !bench.settings.safeguards.holdsBackRepeats
        guard repeats else {
            task.stand.acknowledgedCycle = task.cycle
            return task.dropCycle()
        }
        task.notePositions()
        cutBundles.append(task.cut(replacement: freshBundle()))
    }

    /// Everything that was worked on before has been worked on again.
    func goLive(_ message: InboundMessage) {
        assemblies[message.partition] = nil
        guard let task = tasks[Int(message.partition)] else { return }
        task.cycle = UInt64(max(0, message.offset)) + 1
        task.epoch = UInt32(truncatingIfNeeded: message.sequence)
        task.previousEpoch = UInt32(truncatingIfNeeded: message.sequence >> 32)
        task.label()
        task.order.removeAll()
        task.stand.isLive = true
        task.beginLive()
        tellNews(to: task)
        // Cycles that went out again are acknowledged when their bundles come home, like all others.
        let isDegraded = message.topic != 0
        if isDegraded { task.stand.acknowledgedCycle = task.cycle - 1 }
        // What the log cannot give back a second time has to be in a snapshot soon.
        task.stand.ticksToSnapshot = isDegraded ? 0 : firstSnapshotTicks(task.number)
        // Cycles that were worked on again are news, too: the next loss must not cost them once more.
        if isDegraded { task.stand.hasNews = true }
        if task.orphanCount > 0 {
            // A cycle of its own, so that it happens at the same place when it is worked on again.
            task.closeOrphans(on: bench)
            cut(task, flags: .orphansClosed)
        }
    }
}

/// What a replayed cycle's end says, in the `topic` of its message.
struct CycleFlags: OptionSet {
    var rawValue: UInt16
    /// The books were closed at its end.
    static let booksClosed = CycleFlags(rawValue: 1)
    /// Its outputs are not known to be on the broker.
    static let repeatsOutputs = CycleFlags(rawValue: 2)
    /// Rules and plant are those of then, so outputs must be, too.
    static let sameModel = CycleFlags(rawValue: 4)
    /// Alerts of rules that are gone were closed in it.
    static let orphansClosed = CycleFlags(rawValue: 8)
}
