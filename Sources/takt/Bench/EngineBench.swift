import CPlatform
import Codecs
import Contracts
import Engine
import PlantModel
import Records
import RuleEngine

/// Feeds generated events to a shard with more and more stages working, and times each.
struct EngineBench {
    /// What works in a run, named after what it adds to the run before.
    private static let stages: [(name: String, stages: EngineStages)] = [
        ("route: key, partition, machine, time, books", []),
        ("charts: I-MR and X-bar-R with their rules, signals", [.charts]),
        ("effectiveness: states, counts, windows", [.charts, .effectiveness]),
        ("anomaly: detectors", [.charts, .effectiveness, .anomaly]),
        ("rules: native predicates", .all),
        (logStage, .all),
    ]
    private static let logStage = "order log: entries, hash of outputs"

    private let memory: GeneratedEvents
    private let settings: EngineSettings
    private let ruleCount: Int

    init(_ memory: GeneratedEvents, ruleCount: Int) throws {
        self.memory = memory
        self.ruleCount = ruleCount
        let rules = RuleSet.load(
            sources: [BenchRules.source(count: ruleCount)],
            catalogue: BenchRules.catalogue
        )
        guard let set = rules.set else {
            throw Failure(
                "The generated rules do not load: "
                    + rules.diagnostics.map(\.text).joined(separator: "\n")
            )
        }
        settings = EngineSettings(
            plant: try Plant.load(memory.plantYAML),
            rules: set,
            taskCount: GeneratedEvents.partitionCount
        )
    }

    func run(rounds: Int) throws -> EngineBenchReport {
        var report = EngineBenchReport(
            eventCount: memory.events.count,
            machineCount: memory.machineCount,
            valueByteCountMean: memory.valueByteCountMean,
            ruleCount: ruleCount,
            rounds: rounds
        )
        var scans: [Double] = []
        var totals = Self.stages.map { _ in [Double]() }
        // Stages take turns within a round, so that a slow moment of the machine hits all of them.
        for _ in 0..<rounds {
            scans.append(timeScan())
            for (index, stage) in Self.stages.enumerated() {
                totals[index].append(
                    try time(stage.stages, keepsLog: stage.name == Self.logStage, &report)
                )
            }
        }
        var before = scans.median
        report.stages.append(("decode: scan by field plan", before))
        for (index, stage) in Self.stages.enumerated() {
            let median = totals[index].median
            report.stages.append((stage.name, median - before))
            before = median
        }
        report.nanosecondsPerEvent = before
        report.nanosecondsPerEventMin = totals.last?.min() ?? before
        return report
    }

    /// Nanoseconds per event of the scanner alone.
    private func timeScan() -> Double {
        let scanners = InputRole.allCases.map {
            ObjectScanner(plan: FieldPlan(names: $0.fieldNames))
        }
        var fields = EventFields()
        var good = 0
        let start = platform_thread_cpu_nanoseconds()
        memory.forEach(memory.events.indices) { message in
            let outcome = unsafe scanners[Int(message.topic)].scan(message.value, into: &fields)
            if outcome.isOK { good += 1 }
        }
        let elapsed = platform_thread_cpu_nanoseconds() - start
        precondition(good == memory.events.count, "The generated events must all be readable.")
        return Double(elapsed) / Double(memory.events.count)
    }

    /// Nanoseconds per event of a shard with these stages, after a fifth of the events to warm up.
    private func time(
        _ stages: EngineStages,
        keepsLog: Bool,
        _ report: inout EngineBenchReport
    ) throws -> Double {
        var settings = settings
        settings.stages = stages
        let shard = SoloShard(settings: settings, keepsLog: keepsLog)
        let count = memory.events.count
        let warm = count / 5
        feed(shard, 0..<warm, &report)
        report.outputs = 0
        let start = platform_thread_cpu_nanoseconds()
        feed(shard, warm..<count, &report)
        let elapsed = platform_thread_cpu_nanoseconds() - start
        let books = shard.books
        guard books.isBalanced, books.counted == count else {
            throw Failure(
                "The benchmark did not do its work: of \(count) events \(books.counted) counted, "
                    + "\(books.deadLettered) were dead letters, \(books.late) late."
            )
        }
        report.seriesCount = shard.seriesCount
        if keepsLog { measureSnapshots(shard, &report) }
        return Double(elapsed) / Double(count - warm)
    }

    /// What it takes to write the state of each task, and the longest time at a stretch.
    private func measureSnapshots(_ shard: SoloShard, _ report: inout EngineBenchReport) {
        report.snapshotByteCount = 0
        for task in 0..<shard.count {
            var pauses = [SnapshotBench.time { shard.beginSnapshot(task: task) }]
            while !shard.isSnapshotWhole {
                pauses.append(SnapshotBench.time { shard.writeSlice() })
            }
            report.snapshotByteCount += shard.dropSnapshot()
            let sum = pauses.reduce(0, +)
            report.snapshotNanoseconds += sum / Double(shard.count * report.rounds)
            report.snapshotNanosecondsMax = max(report.snapshotNanosecondsMax, pauses.max() ?? 0)
        }
        report.taskCount = shard.count
    }

    /// Feeds a range, taking the outputs away as the publisher would.
    private func feed(_ shard: SoloShard, _ range: Range<Int>, _ report: inout EngineBenchReport) {
        var next = range.lowerBound
        while next < range.upperBound {
            let end = min(next + 4_096, range.upperBound)
            memory.forEach(next..<end) { shard.take($0) }
            var outputs = 0
            shard.drain { batch, _ in outputs += batch.count }
            report.outputs += outputs
            next = end
        }
    }
}

extension [Double] {
    fileprivate var median: Double {
        let sorted = sorted()
        return sorted.isEmpty ? 0 : sorted[count / 2]
    }
}
