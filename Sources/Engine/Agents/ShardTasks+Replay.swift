import Records

/// For replays and solo shards, which have no publisher.
extension ShardTasks {
    /// The end of a file: every task closes what is open at a stated progress.
    func finishAll(at progress: EventTime) {
        for case let task? in tasks {
            task.finish(at: progress, on: bench)
            cut(task)
        }
    }

    /// Cuts every task that has something to say.
    func cutAll() {
        for case let task? in tasks where task.isWorthCutting { cut(task) }
    }

    /// Takes the cut bundles back for use.
    func recycle() {
        for bundle in cutBundles { keep(bundle) }
        cutBundles.removeAll()
    }
}
