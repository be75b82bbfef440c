import CPlatform
import Engine
import Records

/// The figures of an engine as a page of metrics.
enum EngineMetricsPage {
    /// The page for a moment, with the figures of the roll-up family where there is one, and of the
    /// versions of the rules where they are followed.
    static func text(
        _ figures: EngineSnapshot,
        rollUps: EngineSnapshot? = nil,
        rules: RuleSetStatus.Figures? = nil
    ) -> String {
        var page = MetricsText()
        addBooks(figures, &page)
        addFlow(figures, &page)
        addTransactions(figures, &page)
        addRings(figures, &page)
        addRules(figures.rules, &page)
        if let rollUps { addRollUps(rollUps, &page) }
        if let rules { addRules(rules, &page) }
        addProcess(&page)
        return page.text
    }

    private static func addRules(_ figures: RuleSetStatus.Figures, _ page: inout MetricsText) {
        page.add(
            "takt_rules_version",
            .gauge,
            "The newest version of the rules that this process knows.",
            Double(figures.version)
        )
        page.add("takt_rules", .gauge, "Rules of that version.", Double(figures.ruleCount))
        page.add(
            "takt_rules_refused",
            .gauge,
            "1 while the rules in the folder are refused and the ones before go on, else 0.",
            figures.problem == nil ? 0 : 1
        )
        page.add(
            "takt_rules_refused_total",
            .counter,
            "How often rules were refused as a whole.",
            Double(figures.refusedCount)
        )
    }

    private static func addBooks(_ figures: EngineSnapshot, _ page: inout MetricsText) {
        let books = figures.books
        page.add(
            "takt_records_read_total",
            .counter,
            "Records taken from the input topics.",
            Double(books.read)
        )
        page.add(
            "takt_records_total",
            .counter,
            "What became of the records that were read; the sum equals takt_records_read_total.",
            label: "fate",
            [
                ("counted", Double(books.counted)), ("late", Double(books.late)),
                ("dead_lettered", Double(books.deadLettered)), ("ignored", Double(books.ignored)),
            ]
        )
        page.add(
            "takt_records_repeated_total",
            .counter,
            "Of the ignored records, those that had been seen before.",
            Double(books.duplicates)
        )
        page.add(
            "takt_books_balanced",
            .gauge,
            "1 when every record that was read ended somewhere, else 0.",
            books.isBalanced ? 1 : 0
        )
    }

    private static func addFlow(_ figures: EngineSnapshot, _ page: inout MetricsText) {
        page.add(
            "takt_outputs_total",
            .counter,
            "Records handed to the broker client.",
            Double(figures.outputs)
        )
        page.add(
            "takt_outputs_lost_total",
            .counter,
            "Records the broker refused for good.",
            Double(figures.lostOutputs)
        )
        page.add(
            "takt_lag_records",
            .gauge,
            "Records that wait in the broker, as far as the client knows.",
            Double(figures.lag)
        )
        page.add(
            "takt_tasks",
            .gauge,
            "Tasks this process works on.",
            Double(figures.tasks.count)
        )
        page.add("takt_equipment", .gauge, "Machines known.", Double(figures.equipment))
        page.add(
            "takt_series",
            .gauge,
            "Series known: equipment, characteristic and product.",
            Double(figures.series)
        )
        page.add(
            "takt_evicted_total",
            .counter,
            "Forgotten because nothing came for long, or to make room.",
            label: "what",
            [
                ("equipment", Double(figures.evictions.machines)),
                ("series", Double(figures.evictions.series)),
                ("rule_keys", Double(figures.evictions.keys)),
            ]
        )
        if figures.progress > .distantPast {
            page.add(
                "takt_progress_seconds",
                .gauge,
                "The newest event time seen, seconds since the Unix epoch.",
                Double(figures.progress.milliseconds) / 1000
            )
        }
    }

    private static func addTransactions(_ figures: EngineSnapshot, _ page: inout MetricsText) {
        page.add(
            "takt_transactions_total",
            .counter,
            "Transactions by outcome; some are begun again in every rebalance.",
            label: "outcome",
            [("committed", Double(figures.commits)), ("aborted", Double(figures.aborts))]
        )
        page.add(
            "takt_tasks_recovering",
            .gauge,
            "Tasks of this process that are on their way back to where they were.",
            Double(figures.recoveringTasks)
        )
        page.add(
            "takt_recovery_records",
            .gauge,
            "Records that they still have to go through again.",
            Double(figures.recoveryRecords)
        )
    }

    private static func addRings(_ figures: EngineSnapshot, _ page: inout MetricsText) {
        page.add(
            "takt_input_ring_full_total",
            .counter,
            "Times that the ring of a shard was full, so that reading had to wait.",
            Double(figures.fullRings)
        )
        let shards = figures.rings.enumerated().map { (String($0.offset), $0.element) }
        page.add(
            "takt_input_ring_messages",
            .gauge,
            "Messages that wait for a shard.",
            label: "shard",
            shards.map { ($0.0, Double($0.1.inboundCount)) }
        )
        page.add(
            "takt_input_ring_capacity",
            .gauge,
            "Messages that the ring of a shard holds at most.",
            label: "shard",
            shards.map { ($0.0, Double($0.1.inboundCapacity)) }
        )
        page.add(
            "takt_output_ring_bundles",
            .gauge,
            "Bundles that wait for the publisher.",
            label: "shard",
            shards.map { ($0.0, Double($0.1.outboundCount)) }
        )
        page.add(
            "takt_output_ring_capacity",
            .gauge,
            "Bundles that the ring holds at most.",
            label: "shard",
            shards.map { ($0.0, Double($0.1.outboundCapacity)) }
        )
    }

    private static func addRollUps(_ figures: EngineSnapshot, _ page: inout MetricsText) {
        page.add(
            "takt_rollup_records_read_total",
            .counter,
            "Contributions of machines, lines and areas that were read.",
            Double(figures.books.read)
        )
        page.add(
            "takt_rollup_books_balanced",
            .gauge,
            "1 when every contribution that was read ended somewhere, else 0.",
            figures.books.isBalanced ? 1 : 0
        )
        page.add(
            "takt_rollup_outputs_total",
            .counter,
            "Records of the roll-ups handed to the broker client.",
            Double(figures.outputs)
        )
        page.add(
            "takt_rollup_lag_records",
            .gauge,
            "Contributions that wait in the broker, as far as the client knows.",
            Double(figures.lag)
        )
        page.add(
            "takt_rollup_tasks",
            .gauge,
            "Tasks of the roll-up family this process works on.",
            Double(figures.tasks.count)
        )
        page.add(
            "takt_rollup_paths",
            .gauge,
            "Lines, areas, sites and enterprises known.",
            Double(figures.equipment)
        )
        page.add(
            "takt_rollup_tasks_recovering",
            .gauge,
            "Tasks of the roll-ups that are on their way back to where they were.",
            Double(figures.recoveringTasks)
        )
    }

    private static func addProcess(_ page: inout MetricsText) {
        page.add(
            "process_cpu_seconds_total",
            .counter,
            "Processor time used, user and system.",
            Double(platform_process_cpu_nanoseconds()) / 1e9
        )
        page.add(
            "process_resident_memory_bytes",
            .gauge,
            "Bytes of this process in main memory.",
            Double(platform_resident_byte_count())
        )
    }
}
