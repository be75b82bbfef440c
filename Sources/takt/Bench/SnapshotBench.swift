import CPlatform
import Engine
import PlantModel
import Records
import RuleEngine

/// Takes snapshots of tasks that are full of series while events go on, and times what they wait for.
struct SnapshotBench {
    private static let batchCount = 512
    private static let start: Int64 = 1_772_438_400_000
    private static let rule = RuleSource(
        path: "rules/bench.lua",
        text: """
            rule "silent" {
              title = "{equipment} {characteristic} is silent", owner = "bench",
              on = "process.measurements", key = { "equipment", "characteristic" },
              missing = { after = "1h", severity = "low" },
            }
            """
    )

    private let seriesCount: Int
    private let seriesPerMachine: Int
    private let shard: SoloShard
    private var drawn: UInt64 = 1
    private var offset: Int64 = 0
    private var now = start

    init(seriesCount: Int, seriesPerMachine: Int, taskCount: Int) throws {
        self.seriesCount = seriesCount
        self.seriesPerMachine = seriesPerMachine
        let rules = RuleSet.load(sources: [Self.rule], catalogue: BenchRules.catalogue)
        guard let set = rules.set else {
            throw Failure(
                "The rule of the benchmark does not load: \(rules.diagnostics.map(\.text))"
            )
        }
        var settings = EngineSettings(
            plant: try Plant.load("version: bench\nunknown_equipment: learn\n"),
            rules: set,
            taskCount: taskCount
        )
        settings.checksPartitions = false
        settings.limits.equipmentPerTask = Int64(seriesCount)
        settings.limits.keysPerRule = Int64(seriesCount)
        shard = SoloShard(settings: settings, keepsLog: true)
    }

    /// Nanoseconds that this thread works on something.
    static func time(_ body: () -> Void) -> Double {
        let start = platform_thread_cpu_nanoseconds()
        body()
        return Double(platform_thread_cpu_nanoseconds() - start)
    }

    mutating func run() throws -> SnapshotBenchReport {
        for _ in 0..<2 {
            for series in 0..<seriesCount {
                feed(series)
                if series % 4_096 == 0 { shard.drain { _, _ in } }
            }
        }
        guard shard.books.counted == 2 * seriesCount, shard.seriesCount == seriesCount else {
            throw Failure(
                "The benchmark did not do its work: \(shard.books.counted) events of "
                    + "\(2 * seriesCount) counted, \(shard.seriesCount) series of \(seriesCount)."
            )
        }
        var report = SnapshotBenchReport(seriesCount: seriesCount, taskCount: shard.count)
        for _ in 0..<1_000 { report.batches.append(batch()) }
        for task in 0..<shard.count {
            report.beginnings.append(Self.time { shard.beginSnapshot(task: task) })
            while !shard.isSnapshotWhole {
                report.batchesMeanwhile.append(batch())
                report.slices.append(Self.time { shard.writeSlice() })
                // A mebibyte, which is what one tick takes along.
                guard report.slices.count % 16 == 0 else { continue }
                report.sendings.append(Self.time { shard.sendSnapshot() })
            }
            report.byteCounts.append(shard.dropSnapshot())
        }
        report.residentByteCount = Int(platform_resident_byte_count())
        return report
    }

    /// Events of series drawn at random; nanoseconds for all of them.
    private mutating func batch() -> Double {
        let batch = (0..<Self.batchCount).map { _ in draw(below: seriesCount) }
        let elapsed = Self.time { for series in batch { feed(series) } }
        shard.drain { _, _ in }
        return elapsed
    }

    /// The same numbers in every run (Knuth's MMIX generator, its upper half).
    private mutating func draw(below count: Int) -> Int {
        drawn = drawn &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(drawn >> 33) % count
    }

    /// A measurement of a series.
    private mutating func feed(_ series: Int) {
        let machine = series / seriesPerMachine
        let key = "plant/site/area/line/m\(machine)"
        now += series % 1_000 == 0 ? 1 : 0
        let value =
            "{\"equipment\":\"\(key)\",\"time\":\(now),\"characteristic\":\"c"
            + "\(series % seriesPerMachine)\",\"value\":\(10 + draw(below: 100))}"
        offset += 1
        shard.takeMeasurement(
            machine: machine,
            key: key,
            value: value,
            offset: offset,
            milliseconds: now
        )
    }
}
