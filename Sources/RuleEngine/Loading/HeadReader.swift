/// Reads one `rule "id" {…}` into a definition and says what is wrong with it.
struct HeadReader {
    static let knownKeys = [
        "ack", "approved_by", "budget", "clear_after", "clear_hold", "clears", "escalate", "fire",
        "flap", "hold", "key", "latch", "missing", "mode", "may", "on", "owner", "params",
        "realarm_after", "repeat_after", "resets", "runbook", "severity", "state", "suppress",
        "title", "when",
    ]

    let source: RuleSource
    let declaration: LuaDeclaration
    let head: HeadPositions.Head?
    let catalogue: FieldCatalogue
    var rule = RuleDefinition()
    var fields: [String: FieldCatalogue.Field] = [:]
    /// Units of the parameters that say one.
    var parameterUnits: [String: String] = [:]
    private(set) var diagnostics: [RuleDiagnostic] = []

    init(
        source: RuleSource,
        declaration: LuaDeclaration,
        head: HeadPositions.Head?,
        catalogue: FieldCatalogue
    ) {
        self.source = source
        self.declaration = declaration
        self.head = head
        self.catalogue = catalogue
    }

    /// Reads everything; the definition counts only when no diagnostic is an error.
    mutating func read() {
        rule.id = declaration.name
        rule.file = source.path
        rule.line = declaration.line
        guard checkShape() else { return }
        readIdentity()
        readTopicAndKey()
        readParameters()
        readTimes()
        readLife()
        readState()
        readRights()
        readConditions()
        readTitle()
        checkWhole()
    }

    // MARK: Reporting

    mutating func report(
        _ code: String,
        _ message: String,
        path: String = "",
        atValue: Bool = false,
        element: String? = nil
    ) {
        report(.error, code, message, path: path, atValue: atValue, element: element)
    }

    /// Reports at a field of the head, its value, or the text `element` of its list.
    mutating func report(
        _ severity: RuleDiagnostic.Severity,
        _ code: String,
        _ message: String,
        path: String = "",
        atValue: Bool = false,
        element: String? = nil
    ) {
        guard let head else {
            diagnostics.append(source.diagnostic(severity, code, message, line: declaration.line))
            return
        }
        var token = head.idToken
        if let entry = head.entries[path] {
            token = atValue ? entry.value ?? entry.name : entry.name
        }
        if let element { token = head.element(path, element) ?? token }
        diagnostics.append(
            source.diagnostic(
                severity,
                code,
                message,
                at: token.start,
                length: token.end - token.start
            )
        )
    }

    mutating func report(_ error: PredicateError, path: String) {
        guard let value = head?.entries[path]?.value, case .text = value.kind, value.isLiteral
        else {
            report(error.severity, error.code, error.message, path: path, atValue: true)
            return
        }
        diagnostics.append(
            source.diagnostic(
                error.severity,
                error.code,
                error.message,
                at: value.contentStart + error.at,
                length: error.length
            )
        )
    }

    mutating func wrongType(_ path: String, _ wanted: String, _ found: LuaTree) {
        report(
            "E103",
            "'\(path)' should be \(wanted), not \(found.kindText)",
            path: path,
            atValue: true
        )
    }

    /// Refuses names that are not known in a table of the head.
    mutating func checkNames(_ tree: LuaTree, path: String, known: [String]) {
        for field in tree.fields where !known.contains(field.name) {
            let full = path.isEmpty ? field.name : path + "." + field.name
            report(
                "E102",
                "unknown field '\(full)'\(NearestName.hint(field.name, among: known))",
                path: full
            )
        }
        if !tree.elements.isEmpty {
            report("E102", "'\(path.isEmpty ? "rule" : path)' takes named fields only", path: path)
        }
    }

    // MARK: Pieces

    private mutating func checkShape() -> Bool {
        let allowed = rule.id.utf8.allSatisfy {
            ($0 >= 0x61 && $0 <= 0x7a) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2d || $0 == 0x5f
                || $0 == 0x2e
        }
        if rule.id.isEmpty || rule.id.utf8.count > 100 || !allowed {
            report(
                "E101",
                "a rule's name is made of a-z, 0-9, '-', '_' and '.', at most 100 of them"
            )
        }
        guard case .table = declaration.tree else {
            report("E101", "the table of this rule is too large or nested too deeply")
            return false
        }
        checkNames(declaration.tree, path: "", known: Self.knownKeys)
        return true
    }

    mutating func text(_ path: String, _ tree: LuaTree, default fallback: String = "") -> String {
        switch tree {
        case .nothing: return fallback
        case .text(let text): return text
        default:
            wrongType(path, "a text", tree)
            return fallback
        }
    }

    mutating func texts(_ path: String, _ tree: LuaTree) -> [String] {
        switch tree {
        case .nothing: return []
        case .text(let text): return [text]
        case .table(let fields, let elements)
        where fields.isEmpty && elements.allSatisfy({ $0.text != nil }):
            return elements.compactMap(\.text)
        default:
            wrongType(path, "a text or a list of texts", tree)
            return []
        }
    }

    mutating func duration(_ path: String, _ tree: LuaTree) -> Int64? {
        guard tree != .nothing else { return nil }
        guard let text = tree.text else {
            wrongType(path, "a duration such as \"30s\"", tree)
            return nil
        }
        guard let value = DurationText.parse(text) else {
            report(
                "E104",
                "'\(text)' is not a duration; write it like \"30s\", \"1m30s\" or \"2h\"",
                path: path,
                atValue: true
            )
            return nil
        }
        return value
    }

    mutating func severity(_ path: String, _ tree: LuaTree) -> RuleSeverity? {
        guard tree != .nothing else { return nil }
        guard let text = tree.text else {
            wrongType(path, "a severity", tree)
            return nil
        }
        let known = RuleSeverity.allCases.map(\.text)
        guard let value = RuleSeverity(text) else {
            report(
                "E105",
                "unknown severity '\(text)'\(NearestName.hint(text, among: known)); known are \(known.joined(separator: ", "))",
                path: path,
                atValue: true
            )
            return nil
        }
        return value
    }

    private mutating func readIdentity() {
        let tree = declaration.tree
        rule.owner = text("owner", tree["owner"])
        rule.runbook = text("runbook", tree["runbook"])
        rule.approvedBy = texts("approved_by", tree["approved_by"])
        let mode = text("mode", tree["mode"], default: "live")
        if let known = RuleDefinition.Mode(rawValue: mode) {
            rule.mode = known
        } else {
            let hint = NearestName.hint(mode, among: ["live", "shadow", "off"])
            report(
                "E106",
                "unknown mode '\(mode)'\(hint); known are live, shadow, off",
                path: "mode",
                atValue: true
            )
        }
        if rule.owner.isEmpty {
            report(.warning, "W401", "nobody owns this rule; add owner = \"…\"")
        }
    }

    private mutating func readTopicAndKey() {
        let tree = declaration.tree
        rule.topic = text("on", tree["on"])
        if let known = catalogue.fields(of: rule.topic) {
            fields = known
        } else if tree["on"] == .nothing {
            report("E107", "'on' is missing: name the topic this rule watches")
        } else {
            let hint = NearestName.hint(rule.topic, among: catalogue.topicNames)
            report("E107", "unknown topic '\(rule.topic)'\(hint)", path: "on", atValue: true)
        }
        if !fields.isEmpty, !FieldCatalogue.fedTopics.contains(rule.topic) {
            report(
                .warning,
                "W411",
                "rules get no events of '\(rule.topic)', so this one never fires; they get those of \(FieldCatalogue.fedTopics.sorted().joined(separator: ", "))",
                path: "on",
                atValue: true
            )
        }
        rule.keyFields = tree["key"] == .nothing ? ["equipment"] : texts("key", tree["key"])
        for name in rule.keyFields
        where fields[name] == nil && !fields.isEmpty && name != "equipment" {
            let hint = NearestName.hint(name, among: Array(fields.keys))
            report(
                "E203",
                "unknown field '\(name)' of \(rule.topic)\(hint)",
                path: "key",
                element: name
            )
        }
        if !rule.keyFields.contains("equipment") {
            report(
                "E108",
                "the key must contain 'equipment': records are divided among workers by it, so the state of this rule would be split",
                path: "key",
                atValue: true
            )
        }
        if Set(rule.keyFields).count != rule.keyFields.count || rule.keyFields.count > 8 {
            report("E109", "the key names at most 8 fields, each once", path: "key", atValue: true)
        }
    }

    private mutating func readParameters() {
        let tree = declaration.tree["params"]
        if tree != .nothing, case .table = tree {
        } else if tree != .nothing {
            wrongType("params", "a table", tree)
        }
        for field in tree.fields {
            if let value = field.value.scalar ?? quantity(field.name, field.value) {
                rule.parameters.append((field.name, value))
            } else {
                wrongType("params.\(field.name)", "a number, a text or a truth value", field.value)
            }
        }
    }

    /// A parameter that says its unit: `{ value = 245.0, unit = "Cel" }`.
    private mutating func quantity(_ name: String, _ tree: LuaTree) -> RuleValue? {
        guard let value = tree["value"].scalar, let unit = tree["unit"].text else { return nil }
        checkNames(tree, path: "params.\(name)", known: ["unit", "value"])
        parameterUnits[name] = unit
        return value
    }
}
