import Codecs
import Simulation

/// What `takt verify` has to say.
struct VerifyReport {
    private let campaign: SeedCampaign
    private let first: UInt64
    private let seconds: Double

    init(_ campaign: SeedCampaign, _ first: UInt64, nanoseconds: Int64) {
        self.campaign = campaign
        self.first = first
        seconds = max(Double(nanoseconds) / 1e9, 1e-9)
    }

    private var seedsPerSecond: Double { Double(campaign.seedCount) / seconds }

    /// One line while it runs.
    func progress(of count: Int) -> String {
        "\(NumberText.grouped(campaign.seedCount)) of \(NumberText.grouped(count)) seeds, "
            + "\(NumberText.fixed(seedsPerSecond, 1))/s, "
            + "\(NumberText.grouped(campaign.statistics.outputs)) outputs compared, "
            + "\(NumberText.grouped(campaign.failedCount)) differences"
    }

    var text: String {
        let sums = campaign.statistics
        var lines = [
            "faults by kind: "
                + faults.map { "\($0.name) \(NumberText.grouped($0.count))" }
                .joined(separator: ", "),
            "\(NumberText.count(campaign.seedCount, "seed")) from \(first) in "
                + "\(NumberText.fixed(seconds, 1)) s (\(NumberText.fixed(seedsPerSecond, 1))/s): "
                + "\(NumberText.grouped(sums.kills)) kills, "
                + "\(NumberText.grouped(sums.expulsions)) expulsions, "
                + "\(NumberText.grouped(sums.cycles)) cycles, "
                + "\(NumberText.grouped(sums.outputs)) outputs compared, "
                + "\(NumberText.count(campaign.failedCount, "seed")) with a difference",
        ]
        let hidden = campaign.failedCount - campaign.failures.count
        if hidden > 0 { lines.append("Only the first \(campaign.failures.count) are shown.") }
        return lines.joined(separator: "\n")
    }

    var json: String {
        var bytes: [UInt8] = []
        let sums = campaign.statistics
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("first", Int(clamping: first), &bytes)
        JSONWriter.field("seeds", campaign.seedCount, &bytes)
        JSONWriter.field("failed", campaign.failedCount, &bytes)
        JSONWriter.field("failed_seeds", strings: campaign.failures.map { "\($0.seed)" }, &bytes)
        JSONWriter.field("seconds", seconds, &bytes)
        JSONWriter.field("steps", sums.steps, &bytes)
        JSONWriter.field("kills", sums.kills, &bytes)
        JSONWriter.field("expulsions", sums.expulsions, &bytes)
        JSONWriter.field("cycles", sums.cycles, &bytes)
        JSONWriter.field("outputs", sums.outputs, &bytes)
        JSONWriter.field("faults", strings: faults.map(\.name), &bytes)
        JSONWriter.field("fault_counts", faults.map { Double($0.count) }, &bytes)
        JSONWriter.endObject(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private var faults: [(name: String, count: Int)] {
        campaign.statistics.faults.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// A seed that failed: its first difference, and how to see it again.
    static func sentence(_ result: SimulationResult) -> String {
        "FAIL seed \(result.seed): \(result.problems.first ?? "")\n"
            + "     see it again with: takt verify --first \(result.seed) --seeds 1 --trace 200"
    }

    /// A safeguard, and what was noticed without it.
    static func line(_ sabotage: Sabotage, _ notice: SimulationResult?, seeds: Int) -> String {
        guard let notice else {
            return
                "FAIL without \(sabotage.name) none of \(NumberText.count(seeds, "seed")) notices"
        }
        return "without \(sabotage.name) seed \(notice.seed) says: "
            + "\((notice.problems.first ?? "").prefix(160))"
    }
}
