import Codecs
import Records

/// The transitions of one alert as a page for people.
enum AlertStory {
    /// One transition, as the topic tells it.
    struct Step {
        let alert: String
        let episode: Int
        let time: EventTime
        let state: String
        let previous: String
        /// Why, and when it was a person, what for and until when.
        let reason: String
        /// Everything that is the same for every step: name and value.
        let facts: [(name: String, value: String)]
        let evidence: [(name: String, value: String)]
        let parameters: [(name: String, value: String)]
        let sources: [String]
        let conditions: String

        /// Reads a record's value; nil when it is none of ours.
        init?(_ value: [UInt8]) {
            guard let document = try? JSONDocument(parsing: value), document.kind == .object,
                let alert = document.string("alert"),
                let time = EventText.time("time", in: document)
            else { return nil }
            self.alert = alert
            self.time = time
            episode = document.int("episode") ?? 0
            state = document.string("state") ?? ""
            previous = document.string("previous") ?? ""
            reason = Self.reason(document)
            facts = ["title", "severity", "rule", "rule_version", "rule_set", "owner", "runbook"]
                .compactMap { name in document.string(name).map { (name, $0) } }
            evidence = Self.values("detail_", document)
            parameters = Self.values("param_", document)
            conditions = document.string("conditions") ?? ""
            sources = Self.sources(document)
        }

        private static func reason(_ document: borrowing JSONDocument) -> String {
            var text = document.string("reason") ?? ""
            if let until = EventText.time("until", in: document) {
                text += ", until \(EventText.short(until))"
            }
            if document.string("shelving") == "one_shot" { text += " or its return to normal" }
            if let order = document.string("work_order") { text += ", work order \(order)" }
            if let percent = document.double("change_percent") {
                text +=
                    ", \(NumberText.short(percent)) % of its checks changed: \(document.string("suggestion") ?? "")"
            }
            return text
        }

        private static func values(
            _ prefix: String,
            _ document: borrowing JSONDocument
        ) -> [(name: String, value: String)] {
            var values: [(name: String, value: String)] = []
            for name in document.names where name.hasPrefix(prefix) {
                guard let member = document.member(name) else { continue }
                let text =
                    member.string ?? member.bool.map { String($0) }
                    ?? (member.kind == .integer ? member.int.map { String($0) } : nil)
                    ?? member.double.map { String($0) } ?? "-"
                values.append((String(name.dropFirst(prefix.count)), text))
            }
            return values
        }

        private static func sources(_ document: borrowing JSONDocument) -> [String] {
            guard let list = document.member("sources") else { return [] }
            var sources: [String] = []
            for index in 0..<list.count {
                if let source = list.element(index)?.string { sources.append(source) }
            }
            return sources
        }
    }

    /// The page for the steps of alerts that begin with some digits, in the order of the topic.
    static func text(_ steps: [Step], of id: String, all: Bool) throws(Failure) -> String {
        guard let last = steps.last else {
            throw Failure(
                "The topic has no transition of an alert \(id). `takt alerts list --all` shows which "
                    + "there are."
            )
        }
        let others = Set(steps.map(\.alert))
        guard others.count == 1 else {
            let ids = others.sorted().prefix(5).joined(separator: ", ")
            throw Failure("\(others.count) alerts begin with \(id): \(ids). Say more of the id.")
        }
        let episodes = Set(steps.map(\.episode)).sorted()
        let told = all ? episodes : [last.episode]
        var text = "alert  \(last.alert), \(last.state)\n"
        text += lines(last.facts)
        for episode in told {
            text += "\n" + Self.text(steps.filter { $0.episode == episode }, episode)
        }
        return text
    }

    private static func text(_ steps: [Step], _ episode: Int) -> String {
        var text = episode == 0 ? "before it was ever raised\n" : "episode \(episode)\n"
        for step in steps {
            text +=
                "  \(EventText.short(step.time))  \(step.previous) → \(step.state)  \(step.reason)\n"
        }
        // What raised it says most; what came later changes the state and not the cause.
        guard let step = steps.first(where: { !$0.conditions.isEmpty }) ?? steps.first else {
            return text
        }
        if !step.conditions.isEmpty {
            text += "\n" + step.conditions.split(separator: "\n").map { "  \($0)\n" }.joined()
        }
        text += section("values", lines(step.evidence))
        text += section("parameters", lines(step.parameters))
        return text + section("records", step.sources.map { "  \($0)\n" }.joined())
    }

    private static func section(_ heading: String, _ lines: String) -> String {
        lines.isEmpty ? "" : "\n\(heading)\n\(lines)"
    }

    private static func lines(_ values: [(name: String, value: String)]) -> String {
        let width = values.map(\.name.count).max() ?? 0
        return values.map { name, value in
            let gap = String(repeating: " ", count: width - name.count)
            return "  \(name)\(gap)  \(TableText.oneLine(value))\n"
        }.joined()
    }
}
