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

    /// Copies the state of a task between two cycles when it is time and something has happened. A
    /// task that only hears the clock is copied now and then, so that its log stays short.
    func takeSnapshotIfDue(_ task: EquipmentTask) {
        guard bench.settings.isDurable, task.stand.ticksToSnapshot <= 0, shipment == nil else {
            return
        }
        task.stand.ticksToSnapshot = snapshotTicks
        task.stand.quietSnapshots += 1
        guard task.stand.hasNews || task.stand.quietSnapshots >= Self.quietSnapshotsMax else {
            return
        }
        if !task.order.steps.isEmpty { cut(task) }
        guard task.cycle - 1 > task.stand.snapshotCycle else { return }
        shipment = snapshot(of: task)
    }

    /// Snapshots that a task without records goes without.
    private static var quietSnapshotsMax: Int { 10 }

    private func snapshot(of task: EquipmentTask) -> SnapshotShipment {
        task.stand.snapshotNumber += 1
        task.stand.snapshotCycle = task.cycle - 1
        task.stand.hasNews = false
        task.stand.quietSnapshots = 0
        return SnapshotShipment(
            task: task.number,
            stay: task.stay,
            number: task.stand.snapshotNumber,
            cycle: task.cycle - 1,
            epoch: task.epoch,
            chunkByteCount: bench.settings.snapshotChunkBytes,
            state: encoded(task)
        )
    }

    private func encoded(_ task: EquipmentTask) -> StateWriter {
        var writer = StateWriter(minimumCapacity: task.stateByteCount)
        task.write(to: &writer, on: bench)
        task.stateByteCount = writer.count
        return writer
    }

    /// Encodes the state of a task for nobody, and answers its size in bytes.
    func encodeState(task number: Int) -> Int { tasks[number].map { encoded($0).count } ?? 0 }

    /// Sends the next part of the snapshot that is on its way.
    func ship() {
        guard let shipment else { return }
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

    /// A task that leaves in order leaves its whole state behind, so its next owner starts at once.
    func shipLastSnapshot(of task: EquipmentTask) {
        if shipment?.task == task.number { shipment = nil }
        guard bench.settings.isDurable, task.cycle - 1 > task.stand.snapshotCycle else { return }
        let last = snapshot(of: task)
        while !last.isDone { cutBundles.append(bundle(of: last)) }
    }
}
