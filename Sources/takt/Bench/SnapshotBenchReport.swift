import Codecs

/// What `takt bench snapshots` found; times in nanoseconds.
struct SnapshotBenchReport {
    var seriesCount: Int
    var taskCount: Int
    /// Bytes of the state of each task.
    var byteCounts: [Int] = []
    /// The beginning of each snapshot.
    var beginnings: [Double] = []
    /// Each slice.
    var slices: [Double] = []
    /// Putting up to a mebibyte of it into records.
    var sendings: [Double] = []
    /// 512 events without a snapshot, and as many between two slices.
    var batches: [Double] = []
    var batchesMeanwhile: [Double] = []
    var residentByteCount = 0

    init(seriesCount: Int, taskCount: Int) {
        self.seriesCount = seriesCount
        self.taskCount = taskCount
    }

    private var byteCount: Int { byteCounts.reduce(0, +) }
    private var pauses: [Double] { beginnings + slices + sendings }
    private var nanosecondsPerSeries: Double {
        pauses.reduce(0, +) / Double(seriesCount)
    }

    var text: String {
        """
        \(seriesCount) series in \(taskCount) tasks; a snapshot of each while events go on

        pauses                \(line(pauses))
          beginning           \(line(beginnings))
          slices              \(line(slices))
          sending             \(line(sendings))
        512 events            \(line(batches))
          during a snapshot   \(line(batchesMeanwhile))
        state of a task       \(byteCount / taskCount) bytes, \(byteCount / seriesCount) a series
        written in            \(slices.count / taskCount) slices a task; \(Int(nanosecondsPerSeries)) ns \
        a series, without what was copied ahead
        resident memory       \(residentByteCount >> 20) MiB
        """
    }

    var json: String {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("series", seriesCount, &bytes)
        JSONWriter.field("tasks", taskCount, &bytes)
        JSONWriter.field("snapshot_bytes", byteCount, &bytes)
        JSONWriter.field("pause_ns_p50", at(0.5, of: pauses), &bytes)
        JSONWriter.field("pause_ns_p99", at(0.99, of: pauses), &bytes)
        JSONWriter.field("pause_ns_max", at(1, of: pauses), &bytes)
        JSONWriter.field("batch_ns_p50", at(0.5, of: batches), &bytes)
        JSONWriter.field("batch_ns_p99", at(0.99, of: batches), &bytes)
        JSONWriter.field("batch_meanwhile_ns_p50", at(0.5, of: batchesMeanwhile), &bytes)
        JSONWriter.field("batch_meanwhile_ns_p99", at(0.99, of: batchesMeanwhile), &bytes)
        JSONWriter.field("ns_per_series", nanosecondsPerSeries, &bytes)
        JSONWriter.field("resident_bytes", residentByteCount, &bytes)
        JSONWriter.endObject(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func line(_ times: [Double]) -> String {
        "p50 \(milliseconds(at(0.5, of: times))), p99 \(milliseconds(at(0.99, of: times))), at most "
            + "\(milliseconds(at(1, of: times))) ms"
    }

    private func milliseconds(_ nanoseconds: Double) -> String {
        "\((nanoseconds / 1e4).rounded() / 100)"
    }

    /// The value below which the share of the times lies.
    private func at(_ share: Double, of times: [Double]) -> Double {
        let sorted = times.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
}
