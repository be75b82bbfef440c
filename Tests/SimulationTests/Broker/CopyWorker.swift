import Records

@testable import Simulation

/// The smallest honest user of the broker: copies its inputs to an output, exactly once.
///
/// It does what the engine has to do: commits in a revocation, aborts when its tasks were lost, goes
/// back to the last commit after an abort, repeats what got no answer.
final class CopyWorker {
    enum Stage {
        case starting
        case running
        case committing
        case aborting
    }

    let member: String
    private(set) var isDead = false
    private var source: SimulatedSource
    private var sink: SimulatedSink
    private var stage = Stage.starting
    private var committed: [TopicOffset] = []
    private var positions: [TopicOffset] = []
    private var revoked: [Int32] = []
    private var batch = OutputBatch()

    init(
        _ cluster: SimulatedCluster,
        member: String,
        id: String,
        _ source: SimulatedSource.Settings,
        _ sink: SimulatedSink.Settings
    ) {
        self.member = member
        self.source = Bench.source(cluster, member, settings: source)
        self.sink = Bench.sink(cluster, member, id: id, settings: sink)
    }

    /// One turn; `commits` says that it is time to end the transaction. Without `polls` it works on as
    /// a publisher does whose intake has not looked at the group yet.
    func turn(maximum: Int, commits: Bool, polls: Bool) {
        guard !isDead else { return }
        do throws(BrokerError) {
            if polls { try serve() }
            _ = sink.poll(milliseconds: 0) { _ in }
            switch stage {
            case .starting:
                try sink.initTransactions(milliseconds: 20)
                try sink.begin()
                stage = .running
            case .running:
                try copy(maximum: maximum)
                if commits || !revoked.isEmpty { stage = .committing }
            case .committing: try commit()
            case .aborting: try abort()
            }
        } catch {
            take(error)
        }
    }

    private func serve() throws(BrokerError) {
        switch source.poll() {
        case .assigned(let tasks): try source.start(tasks: tasks)
        case .located(let task, let offsets):
            let places = offsets.enumerated().map {
                TopicOffset(topic: $0.offset, partition: task, offset: max($0.element, 0))
            }
            committed += places
            positions += places
            try source.read(places)
        case .revoked(let tasks, let lost):
            revoked = tasks
            if lost {
                if stage == .running || stage == .committing { stage = .aborting }
                // Nothing open that could be aborted: then nothing is in the way of the answer.
                if stage == .starting { try stopRevoked() }
            }
        case .failed(let error): throw error
        case .missing, nil: break
        }
    }

    private func copy(maximum: Int) throws(BrokerError) {
        for index in positions.indices where !revoked.contains(positions[index].partition) {
            var place = positions[index]
            batch.removeAll()
            var ends: [Int64] = []
            _ = source.receive(topic: place.topic, task: place.partition, maximum: maximum) {
                message in
                guard let handle = unsafe message.handle else { return }
                batch.begin(
                    topic: 0,
                    partition: message.partition,
                    timestampMilliseconds: 0,
                    inputIndex: 0
                )
                batch.beginKey()
                batch.beginValue()
                unsafe batch.bytes.append(contentsOf: message.value)
                batch.end()
                ends.append(message.offset + 1)
                unsafe SimulatedSource.release(handle)
            }
            for (index, end) in ends.enumerated() {
                while try !sink.send(batch, index, tag: 0) { _ = sink.flush(milliseconds: 5) }
                place.offset = end
            }
            positions[index] = place
        }
    }

    private func commit() throws(BrokerError) {
        if let membership = source.membership {
            let moved = positions.filter { !committed.contains($0) }
            // Again after a commit that got no answer this is refused; then only the commit is due.
            do throws(BrokerError) {
                try sink.sendOffsets(
                    moved,
                    topics: Bench.inputs,
                    membership,
                    milliseconds: 20
                )
            } catch  where error.name == "_CONFLICT" {}
        }
        try sink.commit(milliseconds: 20)
        committed = positions
        try goOn()
    }

    private func abort() throws(BrokerError) {
        do throws(BrokerError) {
            try sink.abort(milliseconds: 20)
        } catch  where error.name == "_CONFLICT" {
            // A commit got no answer: only its repetition says what became of it.
            try sink.commit(milliseconds: 20)
            committed = positions
        }
        positions = committed
        try source.read(positions.filter { !revoked.contains($0.partition) })
        try goOn()
    }

    private func goOn() throws(BrokerError) {
        try stopRevoked()
        try sink.begin()
        stage = .running
    }

    private func stopRevoked() throws(BrokerError) {
        guard !revoked.isEmpty else { return }
        try source.stop(tasks: revoked)
        committed.removeAll { revoked.contains($0.partition) }
        positions.removeAll { revoked.contains($0.partition) }
        revoked = []
    }

    private func take(_ error: BrokerError) {
        if error.isFatal { isDead = true }
        if error.isAbortable { stage = .aborting }
    }
}
