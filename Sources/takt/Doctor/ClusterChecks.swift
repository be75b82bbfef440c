import CPlatform
import Contracts
import KafkaBroker

/// What `takt doctor` looks at on the cluster.
enum ClusterChecks {
    /// The broker's answer and its time, the topics and their partitions.
    static func run(_ installation: Installation, _ examination: inout Examination) {
        guard !installation.configuration.brokers.isEmpty else {
            examination.note(
                "cluster",
                "none is named; `takt run` would start an embedded broker"
            )
            return
        }
        let started = platform_monotonic_nanoseconds()
        let names = installation.configuration.brokers.joined(separator: ",")
        let present = examination.attempt(
            "cluster",
            remedy: "Check the address, that the brokers are up, and TLS and SASL with -X.",
            { () throws(Failure) in
                var admin = try ClusterAdmin(installation.kafkaSettings())
                return try admin.topics()
            },
            says: { topics in
                let took = platform_monotonic_nanoseconds() - started
                return "\(names) answered in \(NumberText.duration(nanoseconds: took)), "
                    + NumberText.count(topics.count, "topic")
            }
        )
        guard present != nil else { return }
        topics(installation, &examination)
    }

    private static func topics(_ installation: Installation, _ examination: inout Examination) {
        do throws(Failure) {
            var admin = try ClusterAdmin(installation.kafkaSettings())
            let comparison = try TopicComparison(
                installation,
                try installation.contracts(),
                &admin
            )
            if comparison.problems.isEmpty {
                examination.ok("topics", "all there, and the inputs have equal partitions")
            }
            for problem in comparison.problems {
                examination.problem(
                    "topics",
                    problem,
                    remedy: "`takt topics apply` creates what is missing."
                )
            }
        } catch {
            examination.problem("topics", error.sentence, remedy: "`takt topics check` shows more.")
        }
    }
}
