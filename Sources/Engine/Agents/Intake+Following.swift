import Records

/// A task goes once more through the cycles after its snapshot, in the order that its log tells.
extension Intake where Source: ~Copyable {
    /// Goes on in the script; answers how much it did.
    mutating func replay(_ recovery: inout TaskRecovery, _ task: Int32) -> Int {
        let lane = lane(of: task)
        var count = 0
        while recovery.entry < recovery.script.entries.count, count < 4 * Self.recoveryBatchCount {
            let entry = recovery.script.entries[recovery.entry]
            guard recovery.step < entry.steps.count else {
                lane.push(cycleEnd(entry, recovery, task))
                recovery.entry += 1
                recovery.step = 0
                count += 1
                continue
            }
            switch entry.steps[recovery.step] {
            case .tick(let milliseconds):
                lane.push(
                    InboundMessage(
                        kind: .tick,
                        partition: task,
                        timestampMilliseconds: milliseconds
                    )
                )
                recovery.step += 1
                count += 1
            case .known(let version):
                lane.push(InboundMessage(known: version, task: task))
                recovery.step += 1
                count += 1
            case .end(let topic):
                lane.push(
                    InboundMessage(kind: .endOfPartition, topic: Int(topic), partition: task)
                )
                recovery.step += 1
                count += 1
            case .run(let topic, let from, let to):
                let moved = replay(Int(topic), from, to, &recovery, task)
                count += moved
                if moved == 0 { return count }
            }
        }
        if recovery.entry == recovery.script.entries.count { goLive(&recovery, task) }
        return count
    }

    /// Moves on within a run; 0 when nothing came or the shard has no room.
    private mutating func replay(
        _ topic: Int,
        _ from: Int64,
        _ to: Int64,
        _ recovery: inout TaskRecovery,
        _ task: Int32
    ) -> Int {
        let lane = lane(of: task)
        let first = max(recovery.offset, from)
        var next = first
        let room = lane.room(maximum: Int(min(Int64(Self.recoveryBatchCount), to - next)))
        guard room > 0 else { return 0 }
        var held = recovery.held[topic] ?? []
        let old = min(room, held.partitionIndex { $0.offset >= to })
        for message in held[..<old] {
            next = message.offset + 1
            lane.push(message)
        }
        held.removeFirst(old)
        var count = old
        if next < to, held.isEmpty, old < room {
            count += receive(topic, task, room - old, before: to, &next, &held, &recovery)
        }
        recovery.held[topic] = held
        recovery.doneCount += next - first
        recovery.offset = next
        // What is held for want of room only comes later; what lies beyond the run says that it is over.
        if next < to, let found = held.first?.offset, found >= to {
            missInput(&recovery, task, topic, found: found)
            return max(count, 1)
        }
        if next >= to {
            recovery.step += 1
            recovery.offset = -1
        }
        return count
    }

    /// Takes records from the source: those before an offset go to the shard, the others are held.
    private mutating func receive(
        _ topic: Int,
        _ task: Int32,
        _ maximum: Int,
        before limit: Int64,
        _ next: inout Int64,
        _ held: inout [InboundMessage],
        _ recovery: inout TaskRecovery
    ) -> Int {
        let lane = lane(of: task)
        var isAtEnd = false
        let count = source.receive(topic: topic, task: task, maximum: maximum) { message in
            isAtEnd = message.kind == .endOfPartition
            guard message.kind == .record else { return }
            if message.offset >= limit { return held.append(message) }
            next = message.offset + 1
            lane.push(message)
        }
        if isAtEnd {
            recovery.ended.insert(topic)
        } else if count > 0 {
            recovery.ended.remove(topic)
        }
        return count
    }

    /// Gives back what a recovery holds; it is read again.
    mutating func releaseHeld(_ recovery: inout TaskRecovery) {
        for messages in recovery.held.values {
            for message in messages {
                if let handle = unsafe message.handle { unsafe Source.release(handle) }
            }
        }
        recovery.held.removeAll()
    }

    /// A record that was worked on before is not on the broker any more.
    private mutating func missInput(
        _ recovery: inout TaskRecovery,
        _ task: Int32,
        _ topic: Int,
        found: Int64
    ) {
        let positions = recovery.positions(topicCount: inputCount)
        releaseHeld(&recovery)
        recovery.giveUp(
            because:
                "Records before offset \(found) of partition \(task) of \(source.topics[topic]) have been "
                + "deleted although the state of task \(task) still needed them; keep input for longer "
                + "than snapshot_interval."
        )
        read(
            (0..<inputCount).map {
                (
                    $0,
                    $0 == topic
                        ? max(found, positions[$0]) : max(positions[$0], recovery.committed[$0])
                )
            },
            task
        )
        recovery.ended.removeAll()
    }

    /// An input offset that a recovery or a start asked for is not there: what is left is read.
    mutating func missing(_ place: TopicOffset, _ error: BrokerError) {
        let task = place.partition
        guard var recovery = recoveries[task] else {
            return control.fail("Reading stopped: \(error)")
        }
        if let internals, place.topic == internals.snapshots {
            metrics.report("Task \(task): \(error) Its snapshots are read from the oldest record.")
            recovery.isSecondRound = true
            read([(internals.snapshots, -1)], task)
        } else if let internals, place.topic == internals.order {
            metrics.report("Task \(task): \(error) Its log is read from the oldest entry.")
            read([(internals.order, -1)], task)
        } else if recovery.phase == .replaying, !recovery.script.entries.isEmpty {
            releaseHeld(&recovery)
            recovery.giveUp(
                because:
                    "\(error) The state of task \(task) needed them; it goes on with what is left."
            )
            read([(place.topic, -1)], task)
        } else {
            return control.fail("Reading stopped: \(error)")
        }
        recoveries[task] = recovery
    }

    private func cycleEnd(
        _ entry: OrderEntry,
        _ recovery: TaskRecovery,
        _ task: Int32
    ) -> InboundMessage {
        var flags: CycleFlags = []
        if entry.flags.contains(.booksClosed) { flags.insert(.booksClosed) }
        if entry.flags.contains(.orphansClosed) { flags.insert(.orphansClosed) }
        if entry.model == modelHash { flags.insert(.sameModel) }
        // In a transaction the entry and its outputs are there together or not at all.
        if !isExactlyOnce, entry.cycle > recovery.script.acknowledgedThrough {
            flags.insert(.repeatsOutputs)
        }
        return InboundMessage(
            kind: .cycleEnd,
            topic: Int(flags.rawValue),
            partition: task,
            offset: Int64(clamping: entry.cycle),
            sequence: entry.outputHash
        )
    }

    /// The script is done: from here on the task is read like any other.
    mutating func goLive(_ recovery: inout TaskRecovery, _ task: Int32) {
        if internals == nil {
            read(recovery.committed.enumerated().map { ($0.offset, $0.element) }, task)
        }
        if let degradation = recovery.degradation {
            metrics.report("\(degradation) The task goes on, marked degraded.")
        }
        let lane = lane(of: task)
        lane.push(
            InboundMessage(
                kind: .taskLive,
                topic: recovery.degradation == nil ? 0 : 1,
                partition: task,
                offset: Int64(clamping: recovery.lastCycle),
                sequence: UInt64(recovery.lastEpoch) << 32 | UInt64(recovery.nextEpoch)
            )
        )
        beginReading(task, ended: recovery.ended.sorted(), held: recovery.held)
        recovery.held.removeAll()
    }
}
