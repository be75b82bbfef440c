/// What an editor with a Lua language server needs to complete and check rules: the fields of every
/// topic, the head of a rule, state, actions, and the words of tests, as annotations.
///
/// The format is that of LuaLS: https://luals.github.io/wiki/annotations/.
public enum RuleStubs {
    /// Where `takt rules stubs` writes inside a folder of rules; folders that begin with a dot hold
    /// no rules.
    public static let path = ".api/rules.d.lua"

    /// The annotations for a catalogue, as a Lua file that declares and does nothing.
    public static func text(_ catalogue: FieldCatalogue) -> String {
        var text = """
            ---@meta
            -- Made by `takt rules stubs` from the topic contracts; written anew each time.


            """
        for topic in catalogue.topicNames { text += event(topic, catalogue.fields(of: topic)!) }
        let topics = catalogue.topicNames.map { "\"\($0)\"" }.joined(separator: "|")
        text += "---@alias Topic \(topics)\n\n"
        return text + severity + state + actions + head + tests
    }

    private static func event(_ topic: String, _ fields: [String: FieldCatalogue.Field]) -> String {
        var lines = ["---@class (exact) \(className(topic))"]
        for (name, field) in fields.sorted(by: { $0.key < $1.key }) {
            let isAlways = name == "equipment" || name == "time"
            let type = name == "time" ? "integer" : type(field)
            let unit = field.unit.map { name == "time" ? " [ms since 1970]" : " [\($0)]" } ?? ""
            lines.append(
                "---@field \(name)\(isAlways ? "" : "?") \(type) \(oneLine(field.meaning))\(unit)"
            )
        }
        return lines.joined(separator: "\n") + "\n\n"
    }

    /// `process.measurements` is `process_measurements`: dots and hyphens mean something there.
    private static func className(_ topic: String) -> String {
        String(topic.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    private static func type(_ field: FieldCatalogue.Field) -> String {
        guard field.words.isEmpty else {
            return field.words.map { "\"\($0)\"" }.joined(separator: "|")
        }
        switch field.type {
        case .text: return "string"
        case .integer: return "integer"
        case .number: return "number"
        case .boolean: return "boolean"
        case .numbers: return "number[]"
        case .time: return "string|integer"
        case .any: return "any"
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static let severity =
        "---@alias Severity "
        + RuleSeverity.allCases.map { "\"\($0.text)\"" }.joined(separator: "|") + "\n\n"

    private static let state: String = {
        let single = "fun(self, value: number|string|boolean)"
        let amount = "fun(self, amount?: number): number"
        let list = "fun(self): any[]"
        let number = "fun(self): number"
        let kinds: [(String, [(String, String)])] = [
            (
                "Ring",
                [
                    ("push", single), ("list", list), ("count", number), ("sum", number),
                    ("mean", "fun(self): number?"), ("min", "fun(self): number?"),
                    ("max", "fun(self): number?"), ("first", "fun(self): any"),
                    ("last", "fun(self): any"), ("has", "fun(self, value: any): boolean"),
                    ("clear", "fun(self)"),
                ]
            ),
            (
                "ValueSet",
                [
                    ("add", "fun(self, value: any): boolean"), ("remove", "fun(self, value: any)"),
                    ("has", "fun(self, value: any): boolean"), ("list", list), ("count", number),
                    ("clear", "fun(self)"),
                ]
            ),
            (
                "TimeWindow",
                [
                    ("push", "fun(self, value: number)"), ("list", list), ("count", number),
                    ("sum", number), ("mean", "fun(self): number?"), ("min", "fun(self): number?"),
                    ("max", "fun(self): number?"), ("first", "fun(self): number?"),
                    ("last", "fun(self): number?"), ("clear", "fun(self)"),
                ]
            ),
            (
                "Counter",
                [("add", amount), ("count", number), ("sum", number), ("clear", "fun(self)")]
            ),
        ]
        var text = ""
        for (name, methods) in kinds {
            text += "---@class \(name)\n"
            for (method, type) in methods { text += "---@field \(method) \(type)\n" }
            text += "\n"
        }
        return text + """
            ---@param count integer
            ---@return Ring
            function ring(count) end
            ---@param count integer
            ---@return ValueSet
            function set(count) end
            ---@param span string
            ---@return TimeWindow
            function window(span) end
            ---@param span string
            ---@return Counter
            function counter(span) end


            """
    }()

    private static let actions: String = {
        let fields: [RuleAction: String] = [
            .alert: "{ severity?: Severity, title?: string, reason?: string, detail?: table }",
            .clear: "{ reason?: string }", .log: "string|number|table",
            .holdLot: "{ lot: string, reason?: string }",
            .releaseLot: "{ lot: string, reason?: string }",
            .reroute: "{ lot: string, from?: string, to_group?: string, reason?: string }",
            .reprioritise:
                "{ lot: string, by?: number, new?: string, reason?: string, why?: string }",
            .stop: "{ reason?: string }",
        ]
        var text = "---@class (exact) Actions\n"
        for action in RuleAction.allCases {
            text += "---@field \(action.name) fun(what: \(fields[action] ?? "table"))\n"
        }
        return text + "\n"
    }()

    private static let head: String = {
        let rights = RuleAction.allCases.filter(\.needsRight).map { "\"\($0.name)\"" }
        let texts = "string|string[]"
        let types: [String: String] = [
            "on": "Topic", "key": texts, "params": "table<string, any>", "severity": "Severity",
            "missing": "{ after: string, severity?: Severity }",
            "escalate": "{ after: string, to: Severity }",
            "suppress": "{ machine_state?: \(texts), repeat_after?: string }",
            "fire": "fun(ev: any, st: any, act: Actions)", "state": "table<string, any>",
            "may": "(\(rights.joined(separator: "|")))[]", "approved_by": texts,
            "budget": "{ time?: string, memory?: string, emits?: integer }",
            "mode": "\"live\"|\"shadow\"|\"off\"",
        ]
        var text = "---@class (exact) RuleHead\n"
        for name in HeadReader.knownKeys.sorted() {
            text += "---@field \(name)\(name == "on" ? "" : "?") \(types[name] ?? "string")\n"
        }
        return text + """

            ---@param name string
            ---@return fun(head: RuleHead)
            function rule(name) end


            """
    }()

    private static let tests: String = {
        var text = """
            ---@param name string
            ---@return fun(case: { rule: string, given: table, expect: table })
            function test(name) end
            ---@type table
            nothing_else = {}

            """
        let tables = ["series", "event"] + RuleTestCase.words
        for word in tables {
            text += "---@param t table\n---@return table\nfunction \(word)(t) end\n"
        }
        let texts = ["clock": "table", "at": "fun(outputs: table): table"]
        for (word, type) in texts.sorted(by: { $0.key < $1.key }) {
            text += "---@param d string\n---@return \(type)\nfunction \(word)(d) end\n"
        }
        let generators = [
            "ramp(first, last)", "step(count, before, after)", "cycle(values)",
            "sine(middle, height, period)", "noise(mean, deviation, seed)", "plus(...)",
        ]
        for word in generators {
            text += "---@return fun(index: integer, count: integer): any\nfunction \(word) end\n"
        }
        return text
    }()
}
