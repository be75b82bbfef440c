import Engine
import KafkaBroker
import Records

/// Feeds a task with its inputs in the order of its log.
struct TaskRerun {
    private let settings: KafkaSettings
    private let inputs: [InputTopic]
    private let shard: SoloShard
    /// The topics of the task in work, opened when the log first speaks of them.
    private var readers: [Int: TaskInput] = [:]

    init(settings: KafkaSettings, engine: EngineSettings) {
        self.settings = settings
        inputs = engine.inputs
        shard = SoloShard(settings: engine, isReadToEnd: false)
    }

    /// Works on every cycle of a task and hands over what each wrote. Ends early, with a problem in the
    /// report, where input that was worked on is not there any more.
    mutating func run(
        _ task: Int32,
        _ entries: [OrderEntry],
        _ report: inout OutputAuditReport,
        _ body: (borrowing OutputBatch, UInt64) throws(Failure) -> Void
    ) throws(Failure) {
        readers = [:]
        for entry in entries {
            for step in entry.steps {
                guard let problem = try feed(step, task) else { continue }
                report.problems.append("Cycle \(entry.cycle) of task \(task) \(problem)")
                return
            }
            var failure: Failure?
            shard.drain { batch, _ in
                do throws(Failure) {
                    if failure == nil { try body(batch, entry.cycle) }
                } catch { failure = error }
            }
            if let failure { throw failure }
            if StopSignals.isRequested {
                throw Failure("The audit was interrupted and says nothing.")
            }
        }
    }

    /// Feeds one step; answers what is wrong with it, as the end of a sentence.
    private mutating func feed(_ step: OrderStep, _ task: Int32) throws(Failure) -> String? {
        switch step {
        case .run(let topic, let from, let to):
            return try feed(Int(topic), task, from, to)
        case .end(let topic):
            shard.take(InboundMessage(kind: .endOfPartition, topic: Int(topic), partition: task))
        case .known(let version): shard.take(InboundMessage(known: version, task: task))
        case .tick(let time):
            shard.take(InboundMessage(kind: .tick, partition: task, timestampMilliseconds: time))
        }
        return nil
    }

    /// Feeds the records from one offset to before another. Those are the first and the last of a run,
    /// so both have to be there; between them may be markers of transactions.
    private mutating func feed(
        _ topic: Int,
        _ task: Int32,
        _ from: Int64,
        _ to: Int64
    ) throws(Failure) -> String? {
        guard topic < inputs.count else { return "speaks of an input topic that is not there." }
        let place = "of \(inputs[topic].name) partition \(task)"
        let reader = try reader(topic, task)
        var expected = from
        while let record = try reader.record(before: to) {
            if record.offset < from {
                return "passes over the record at offset \(record.offset) \(place)."
            }
            if expected == from, record.offset != from { break }
            expected = record.offset + 1
            record.withMessage(topic: topic) { shard.take($0) }
            if expected == to { return nil }
        }
        return "was worked on with the record at offset \(expected == from ? from : to - 1) "
            + "\(place), which is not there any more."
    }

    private mutating func reader(_ topic: Int, _ task: Int32) throws(Failure) -> TaskInput {
        if let reader = readers[topic] { return reader }
        let opened = try TaskInput(settings, topic: inputs[topic].name, task: task)
        readers[topic] = opened
        return opened
    }
}
