import Records

/// Tasks that came to us find their way back to where they were.
extension Intake where Source: ~Copyable {
    /// How long the order log may lag behind the committed offsets before it is taken as it is: longer
    /// than any transaction lasts.
    private static var logPatienceNanoseconds: Int64 { 30 * Nanoseconds.second }
    static var recoveryBatchCount: Int { 256 }

    /// One turn over the tasks that are on their way.
    mutating func stepRecoveries() -> Int {
        guard !recoveries.isEmpty else { return 0 }
        var work = 0
        for task in recoveries.keys.sorted() {
            guard var recovery = recoveries[task] else { continue }
            work += step(&recovery, task)
            if recoveries[task] != nil { recoveries[task] = recovery }
        }
        return work
    }

    private mutating func step(_ recovery: inout TaskRecovery, _ task: Int32) -> Int {
        switch recovery.phase {
        case .locating: return 0
        case .loading: return load(&recovery, task)
        case .restoring: return takeReport(&recovery, task)
        case .readingLog: return readLog(&recovery, task)
        case .replaying: return replay(&recovery, task)
        }
    }

    // MARK: Snapshots

    /// The group told where it has left off.
    mutating func located(_ task: Int32, _ offsets: [Int64]) {
        guard var recovery = recoveries[task], recovery.phase == .locating else { return }
        recovery.committed = offsets
        guard let internals else {
            recoveries[task] = recovery
            return goLive(&recovery, task)
        }
        recovery.phase = .loading
        recovery.deadlineNanoseconds = clock.monotonic() + Self.logPatienceNanoseconds
        read([(internals.snapshots, offsets[internals.snapshots])], task)
        recoveries[task] = recovery
    }

    private mutating func load(_ recovery: inout TaskRecovery, _ task: Int32) -> Int {
        guard let internals else { return 0 }
        let lane = lane(of: task)
        let room = lane.room(maximum: Self.recoveryBatchCount)
        guard room > 0 else { return 0 }
        var isAtEnd = false
        let fork = recovery.fork
        let count = source.receive(topic: internals.snapshots, task: task, maximum: room) {
            var message = $0
            guard message.kind == .record else {
                isAtEnd = isAtEnd || message.kind == .endOfPartition
                return
            }
            if let fork, let header = unsafe SnapshotHeader(message.value),
                fork.excludes(header)
            {
                if let handle = unsafe message.handle { unsafe Source.release(handle) }
                return
            }
            message.kind = .snapshotRecord
            lane.push(message)
        }
        recovery.areSnapshotsAtEnd = isAtEnd || (recovery.areSnapshotsAtEnd && count == 0)
        if recovery.areSnapshotsAtEnd, isDecided(internals.snapshots, recovery, task) {
            recovery.areSnapshotsAtEnd = false
            endLoading(&recovery, task)
        }
        return count
    }

    /// Whether everything there is of an internal topic can be read. The marker of a transaction may
    /// reach it later than the committed offsets say that there was one.
    private func isDecided(_ topic: Int, _ recovery: TaskRecovery, _ task: Int32) -> Bool {
        !isExactlyOnce || !safeguards.waitsForLog
            || (source.lag(topic: topic, task: task) ?? 0) == 0
            || clock.monotonic() >= recovery.deadlineNanoseconds
    }

    /// No more snapshot records come.
    private mutating func endLoading(_ recovery: inout TaskRecovery, _ task: Int32) {
        guard let internals else { return }
        end(topic: internals.snapshots, task)
        board.clear(task: task)
        lane(of: task).push(InboundMessage(kind: .snapshotEnd, partition: task))
        recovery.phase = .restoring
    }

    private mutating func takeReport(_ recovery: inout TaskRecovery, _ task: Int32) -> Int {
        guard let internals, let report = board.take(task: task) else { return 0 }
        if let refusal = report.refusal {
            control.fail(
                "Task \(task) cannot be brought back: \(refusal) (topic "
                    + "\(source.topics[internals.snapshots]), partition \(task)). Does another version "
                    + "of Takt use the application id, or had the topics another number of partitions? "
                    + "Nothing was changed: go back to what wrote it, or use another application id."
            )
            return 1
        }
        if let version = report.awaited {
            guard sets?.knows(version) ?? true || clock.monotonic() >= recovery.deadlineNanoseconds
            else {
                board.post(report, task: task)
                return 0
            }
            if sets?.knows(version) == false {
                recovery.degradation =
                    "The snapshot of task \(task) is of version \(version.number) of the \(version.kind), "
                    + "which is not on the topic any more."
            }
            // Known by now, or to be done without.
            lane(of: task).push(InboundMessage(kind: .snapshotEnd, partition: task, offset: 0))
            return 1
        }
        recovery.report = report
        var logStart = recovery.committed[internals.order]
        if let problem = report.problem {
            let hasOlder = !recovery.isSecondRound && recovery.committed[internals.snapshots] >= 0
            metrics.report(
                "Task \(task): \(problem) (topic \(source.topics[internals.snapshots]), partition "
                    + "\(task)). "
                    + (hasOlder
                        ? "Looking for an older snapshot."
                        : "The task is rebuilt from its order log.")
            )
            if hasOlder {
                recovery.isSecondRound = true
                recovery.phase = .loading
                read([(internals.snapshots, -1)], task)
                return 1
            }
        }
        // An older snapshot than the group knows of needs an older part of the log.
        if recovery.isSecondRound || report.cycle == 0 { logStart = -1 }
        recovery.readsWholeLog = logStart < 0
        recovery.phase = .readingLog
        recovery.deadlineNanoseconds =
            clock.monotonic() + Self.logPatienceNanoseconds
        read([(internals.order, logStart)], task)
        return 1
    }

    // MARK: The log

    private mutating func readLog(_ recovery: inout TaskRecovery, _ task: Int32) -> Int {
        guard let internals else { return 0 }
        var isAtEnd = false
        var strange: Int64?
        var script = recovery.script
        let cycle = recovery.report.cycle
        let epoch = cycle > 0 ? recovery.report.epoch : 0
        let count = source.receive(
            topic: internals.order,
            task: task,
            maximum: Self.recoveryBatchCount
        ) { message in
            guard message.kind == .record else {
                isAtEnd = isAtEnd || message.kind == .endOfPartition
                return
            }
            if let entry = unsafe OrderEntry(message.value) {
                script.add(entry, after: cycle, snapshotEpoch: epoch)
            } else {
                strange = message.offset
            }
            if let handle = unsafe message.handle { unsafe Source.release(handle) }
        }
        recovery.script = script
        if let strange {
            control.fail(
                "Offset \(strange) of partition \(task) of \(source.topics[internals.order]) is no "
                    + "entry of an order log that this version reads. Does another version of Takt "
                    + "use the application id? Use the same version, or another id."
            )
            return count
        }
        recovery.isLogAtEnd = isAtEnd || (recovery.isLogAtEnd && count == 0)
        if recovery.isLogAtEnd, isDecided(internals.order, recovery, task) {
            endLogIfComplete(&recovery, task)
        }
        return count
    }

    private mutating func endLogIfComplete(_ recovery: inout TaskRecovery, _ task: Int32) {
        guard let internals else { return }
        if isExactlyOnce { recovery.script.drop(beyond: recovery.committed) }
        let isComplete =
            !safeguards.waitsForLog || recovery.isLogComplete(topicCount: inputCount)
        let hasGap = recovery.script.firstGap(after: recovery.report.cycle) != nil
        if hasGap || !isComplete, !recovery.readsWholeLog {
            // The group's place in the log is that of a snapshot which is not there any more.
            recovery.readsWholeLog = true
            recovery.script = OrderScript()
            recovery.isLogAtEnd = false
            return read([(internals.order, -1)], task)
        }
        let awaited = recovery.script.versions.first { sets?.knows($0) == false }
        guard isComplete && awaited == nil || clock.monotonic() >= recovery.deadlineNanoseconds
        else { return }
        end(topic: internals.order, task)
        if let awaited {
            recovery.degradation =
                "Task \(task) went over to version \(awaited.number) of the \(awaited.kind), which is not "
                + "on the topic any more."
        }
        if let fork = recovery.script.fork { return loadBefore(fork, &recovery, task) }
        let place = "partition \(task) of \(source.topics[internals.order])"
        if let gap = recovery.script.firstGap(after: recovery.report.cycle) {
            recovery.giveUp(
                because:
                    "The order log lacks cycle \(gap) of task \(task) (\(place)), so what followed it "
                    + "cannot be worked on again."
            )
        } else if recovery.script.entries.contains(where: { $0.inputs != inputsHash }) {
            recovery.giveUp(
                because:
                    "The input topics were changed while \(recovery.script.entries.count) cycles of task "
                    + "\(task) were in no snapshot yet (\(place)); they cannot be worked on again. Stop "
                    + "with SIGTERM before changing mappings."
            )
        } else if !isComplete {
            recovery.giveUp(
                because:
                    "The order log of task \(task) (\(place)) ends before the committed offsets: records "
                    + "were worked on whose order is not known."
            )
        }
        beginReplay(&recovery, task)
    }

    /// At least once: the snapshot was written by an owner that did not know that it had been succeeded.
    /// One from before that is looked for, and if that is no better, the log alone has to do.
    private mutating func loadBefore(
        _ fork: SnapshotFork,
        _ recovery: inout TaskRecovery,
        _ task: Int32
    ) {
        guard let internals else { return }
        metrics.report(
            "The newest snapshot of task \(task) is from an owner that was succeeded at cycle "
                + "\(fork.cycle); an older one is taken."
        )
        recovery.fork = recovery.fork == nil ? fork : SnapshotFork(epoch: .max, cycle: 0)
        recovery.script = OrderScript()
        recovery.isLogAtEnd = false
        recovery.isSecondRound = true
        recovery.phase = .loading
        read([(internals.snapshots, -1)], task)
    }

    private mutating func beginReplay(_ recovery: inout TaskRecovery, _ task: Int32) {
        for case .run(_, let from, let to) in recovery.script.entries.lazy.flatMap(\.steps) {
            recovery.recordCount += to - from
        }
        let starts =
            safeguards.rewindsInput
            ? recovery.starts(topicCount: inputCount) : Array(recovery.committed[..<inputCount])
        read(starts.enumerated().map { ($0.offset, $0.element) }, task)
        recovery.phase = .replaying
        reportOtherModel(recovery, task)
        if recovery.recordCount > 0 {
            metrics.report(
                "Task \(task) goes through \(recovery.recordCount) records in "
                    + "\(recovery.script.entries.count) cycles again, after cycle "
                    + "\(recovery.report.cycle)."
            )
        }
    }

    /// Rules or plant were changed while cycles were in no snapshot yet.
    private func reportOtherModel(_ recovery: TaskRecovery, _ task: Int32) {
        let others = recovery.script.entries.filter { $0.model != modelHash }
        guard !others.isEmpty else { return }
        let unsure =
            isExactlyOnce
            ? 0
            : others.count {
                $0.cycle > recovery.script.acknowledgedThrough
            }
        metrics.report(
            "Rules or plant were changed while \(others.count) cycles of task \(task) were in no "
                + "snapshot yet; they are worked on again under the present ones. What was published "
                + "stays; alerts and windows that were open may differ from it. "
                + (unsure == 0
                    ? ""
                    : "Outputs of \(unsure) cycles may go out again and say something else under the "
                        + "same id. ")
                + "Stop with SIGTERM before such a change."
        )
    }

    // MARK: The source

    mutating func read(_ places: [(topic: Int, offset: Int64)], _ task: Int32) {
        do {
            try source.read(
                places.map { TopicOffset(topic: $0.topic, partition: task, offset: $0.offset) }
            )
        } catch { control.fail("Task \(task) could not be read: \(error)") }
    }

    mutating func end(topic: Int, _ task: Int32) {
        do { try source.endReading(topic: topic, task: task) } catch {
            control.fail("Reading of \(source.topics[topic]) could not be ended: \(error)")
        }
    }
}
