import PlantModel
import Records

/// When snapshots are taken and how they leave.
extension ShardTasks {
    /// Ticks from one snapshot of a task to the next.
    private var snapshotTicks: Int {
        let limits = bench.limits
        return Int(
            max(1, limits.snapshotIntervalNanoseconds / max(1, limits.bundleIntervalNanoseconds))
        )
    }

    /// Tasks take their turns, so that not all of them pause at once.
    func firstSnapshotTicks(_ task: Int32) -> Int {
        let turn = Int(task) + 1
        return max(1, snapshotTicks * turn / max(1, bench.taskCount))
    }

    /// Begins a snapshot of a task between two cycles when it is time and something has happened. A task
    /// that only hears the clock gets one now and then, so that its log stays short.
    func takeSnapshotIfDue(_ task: FamilyTask) {
        guard bench.settings.isDurable, task.stand.ticksToSnapshot <= 0, shipment == nil,
            isLongestDue(task)
        else { return }
        task.stand.ticksToSnapshot = snapshotTicks
        task.stand.quietSnapshots += 1
        guard task.stand.hasNews || task.stand.quietSnapshots >= Self.quietSnapshotsMax else {
            return
        }
        if !task.order.steps.isEmpty { cut(task) }
        guard task.cycle - 1 > task.stand.snapshotCycle else { return }
        shipment = beginSnapshot(of: task)
    }

    /// One at a time, and whoever has waited longest: else, where snapshots take longer than their
    /// interval, the first tasks would be due again before the last had their turn.
    private func isLongestDue(_ task: FamilyTask) -> Bool {
        !tasks.contains {
            guard let other = $0, other.stand.isLive else { return false }
            return other.stand.ticksToSnapshot < task.stand.ticksToSnapshot
        }
    }

    /// Snapshots that a task without records goes without.
    private static var quietSnapshotsMax: Int { 10 }

    /// Writes what has no rows and notes where the rows stand: the state of this moment is the one that
    /// the snapshot will hold.
    func beginSnapshot(of task: FamilyTask) -> SnapshotShipment {
        task.stand.snapshotNumber += 1
        task.stand.snapshotCycle = task.cycle - 1
        task.stand.hasNews = false
        task.stand.quietSnapshots = 0
        let shipment = SnapshotShipment(
            task: task.number,
            stay: task.stay,
            number: task.stand.snapshotNumber,
            cycle: task.cycle - 1,
            epoch: task.epoch,
            chunkByteCount: bench.settings.snapshotChunkBytes
        )
        shipment.begin { task.beginCapture(to: &$0, on: bench) }
        return shipment
    }

    /// Writes the next slice of the snapshot that is on its way; answers 1 when there was one, else 0.
    /// To be called often, between messages.
    func writeSlice() -> Int {
        guard let shipment, !shipment.isWhole else { return 0 }
        guard let task = tasks[Int(shipment.task)], task.stay == shipment.stay else {
            // The task has left; what is not whole counts for nothing.
            self.shipment = nil
            return 0
        }
        guard !task.stand.isSnapshotSpoilt else { return dropShipment(of: task) }
        writeSlice(of: task, shipment, byteCount: bench.settings.snapshotSliceByteCount)
        return 1
    }

    /// Gives up a snapshot that is not whole, as a crash would, and takes the next one soon. It goes into
    /// the same slot, so that the one before stays.
    private func dropShipment(of task: FamilyTask) -> Int {
        shipment = nil
        task.stand.isSnapshotSpoilt = false
        task.stand.snapshotNumber -= 1
        task.stand.snapshotCycle = 0
        task.stand.hasNews = true
        task.stand.ticksToSnapshot = 0
        return 1
    }

    private func writeSlice(of task: FamilyTask, _ shipment: SnapshotShipment, byteCount: Int) {
        shipment.write(byteCount: byteCount) { writer, end in
            task.writeRows(to: &writer, until: end, on: bench)
        }
    }

    /// Sends the next part of the snapshot that is on its way.
    func ship() {
        guard let shipment, shipment.hasMore else { return }
        cutBundles.append(bundle(of: shipment))
        if shipment.isDone { self.shipment = nil }
    }

    private func bundle(of shipment: SnapshotShipment) -> Bundle {
        let bundle = freshBundle()
        shipment.fill(
            bundle,
            topic: InternalTopics.sinkSnapshots,
            timestampMilliseconds: max(
                0,
                tasks[Int(shipment.task)]?.now.milliseconds ?? 0
            )
        )
        return bundle
    }

    /// A task that leaves in order leaves its whole state behind, so its next owner starts at once. It
    /// works on nothing any more, so the state is written in one go.
    func shipLastSnapshot(of task: FamilyTask) {
        if shipment?.task == task.number {
            if task.stand.isSnapshotSpoilt { _ = dropShipment(of: task) }
            shipment = nil
        }
        guard bench.settings.isDurable, task.cycle - 1 > task.stand.snapshotCycle else { return }
        let last = beginSnapshot(of: task)
        while !last.isWhole { writeSlice(of: task, last, byteCount: .max) }
        while !last.isDone { cutBundles.append(bundle(of: last)) }
    }
}
