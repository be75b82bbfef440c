import Records

/// What loading a folder of rules gave: a set when nothing is wrong, and everything to say about
/// it.
public struct RuleLoadResult: Sendable {
    /// The set, or nil when a file has an error; then the old set stays in use.
    public var set: RuleSet?
    /// Errors and warnings, by file and line.
    public var diagnostics: [RuleDiagnostic]
    /// How many rules were read, good or not.
    public var ruleCount: Int

    /// How many diagnostics are errors.
    public var errorCount: Int { diagnostics.count { $0.severity == .error } }
    /// How many diagnostics are warnings.
    public var warningCount: Int { diagnostics.count - errorCount }
}

/// Runs rule files in a closed interpreter, reads what they declare, and checks it.
struct RuleLoader {
    static let fileByteCountLimit = 64 * 1024
    /// Steps and memory decide, which are the same everywhere; the clock is for a stuck library only.
    private static let budget = LuaBudget(memoryByteCount: 8 << 20, nanoseconds: 2_000_000_000)

    let catalogue: FieldCatalogue
    private(set) var rules: [RuleDefinition] = []
    private var diagnostics: [RuleDiagnostic] = []
    /// Where each rule has its name, for rules that are declared twice.
    private var identityPlaces: [RuleDiagnostic] = []

    init(catalogue: FieldCatalogue) { self.catalogue = catalogue }

    /// Loads sources in the order of their paths.
    static func load(_ sources: [RuleSource], catalogue: FieldCatalogue) -> RuleLoadResult {
        var loader = RuleLoader(catalogue: catalogue)
        let sorted = sources.sorted { $0.path < $1.path }
        for (index, source) in sorted.enumerated() { loader.load(source, index: index) }
        loader.checkIdentities()
        let diagnostics = loader.diagnostics.sorted {
            ($0.file, $0.line, $0.column, $0.code) < ($1.file, $1.line, $1.column, $1.code)
        }
        let hasError = diagnostics.contains { $0.severity == .error }
        let set = hasError ? nil : RuleSet(rules: loader.rules, sources: sorted)
        return RuleLoadResult(set: set, diagnostics: diagnostics, ruleCount: loader.rules.count)
    }

    mutating func load(_ source: RuleSource, index: Int) {
        guard let tokens = readText(source) else { return }
        guard let interpreter = LuaInterpreter(budget: Self.budget) else {
            diagnostics.append(
                source.diagnostic("E001", "there is no memory to read this file", line: 0)
            )
            return
        }
        do {
            try interpreter.declare("rule")
            try interpreter.run(source.bytes, name: source.path)
        } catch {
            diagnostics.append(Self.diagnostic(error, source, tokens: tokens))
            return
        }
        let declarations = interpreter.declarations
        if interpreter.openDeclarationCount > 0 {
            diagnostics.append(openDeclaration(source, tokens))
        }
        if declarations.isEmpty, interpreter.openDeclarationCount == 0 {
            diagnostics.append(
                source.diagnostic(.warning, "W400", "this file declares no rule", line: 1)
            )
        }
        let positions = HeadPositions(tokens: tokens)
        for (position, declaration) in declarations.enumerated() {
            let occurrence = declarations[..<position].count { $0.name == declaration.name }
            let head = positions.head(declaration.name, occurrence: occurrence)
            read(declaration, position, source, index, tokens, head, positions, interpreter)
        }
    }

    private func openDeclaration(_ source: RuleSource, _ tokens: [LuaToken]) -> RuleDiagnostic {
        let message = "a rule \"…\" without its table; write rule \"name\" { … }"
        for (index, token) in tokens.enumerated() where token.is("rule") {
            guard index + 2 < tokens.count, case .text = tokens[index + 1].kind,
                !tokens[index + 2].is("{"), !tokens[index + 2].is("(")
            else { continue }
            let length = tokens[index + 1].end - token.start
            return source.diagnostic("E004", message, at: token.start, length: length)
        }
        return source.diagnostic("E004", message, line: 1)
    }

    /// Refuses what is not plain readable text; answers its words.
    private mutating func readText(_ source: RuleSource) -> [LuaToken]? {
        guard source.bytes.count <= Self.fileByteCountLimit else {
            diagnostics.append(
                source.diagnostic("E002", "this file is larger than 64 KiB", line: 0)
            )
            return nil
        }
        if source.bytes.first == 0x1b || source.bytes.contains(0) {
            diagnostics.append(
                source.diagnostic(
                    "E002",
                    "this file is not text; compiled Lua is never loaded",
                    line: 0
                )
            )
            return nil
        }
        guard let text = String(validating: source.bytes, as: UTF8.self) else {
            diagnostics.append(source.diagnostic("E002", "this file is not valid UTF-8", line: 0))
            return nil
        }
        var offset = 0
        for scalar in text.unicodeScalars {
            if Self.isHidden(scalar) {
                diagnostics.append(
                    source.diagnostic(
                        "E003",
                        "a character that changes how the text reads (U+\(String(scalar.value, radix: 16, uppercase: true))) is not allowed",
                        at: offset
                    )
                )
                return nil
            }
            offset += UTF8.width(scalar)
        }
        do {
            return try LuaLexer.tokens(source.bytes)
        } catch {
            diagnostics.append(
                source.diagnostic("E005", error.message, at: error.at, length: error.length)
            )
            return nil
        }
    }

    // Bidirectional controls, and marks without width that hide differences between names.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// A message of Lua begins with `path:line:`; the line becomes the place.
    static func diagnostic(
        _ failure: LuaFailure,
        _ source: RuleSource,
        tokens: [LuaToken] = []
    ) -> RuleDiagnostic {
        var message = failure.message
        var line = 1
        if message.hasPrefix(source.path + ":") {
            let rest = message.dropFirst(source.path.count + 1)
            if let colon = rest.firstIndex(of: ":"), let number = Int(rest[..<colon]) {
                line = number
                message = String(rest[rest.index(after: colon)...].drop { $0 == " " })
            }
        }
        if let named = withoutName(message, line, source, tokens) { return named }
        guard let token = meant(message, line, source, tokens) else {
            return source.diagnostic("E005", message, line: line)
        }
        let length = max(1, token.end - token.start)
        return source.diagnostic("E005", message, at: token.start, length: length)
    }

    /// `rule { … }`: the name is missing, which Lua says in its own words.
    private static func withoutName(
        _ message: String,
        _ line: Int,
        _ source: RuleSource,
        _ tokens: [LuaToken]
    ) -> RuleDiagnostic? {
        guard message.contains("string expected, got") else { return nil }
        for word in ["rule", "test"] {
            let place = tokens.indices.last { index in
                tokens[index].is(word) && source.place(tokens[index].start).line == line
                    && index + 1 < tokens.count
                    && (tokens[index + 1].is("{") || tokens[index + 1].is("("))
            }
            guard let place else { continue }
            return source.diagnostic(
                "E101",
                "a \(word) begins with its name; write \(word) \"name\" { … }",
                at: tokens[place].start,
                length: word.utf8.count
            )
        }
        return nil
    }

    /// The word that a message of Lua is about: what it says to be near, or puts into quotes.
    private static func meant(
        _ message: String,
        _ line: Int,
        _ source: RuleSource,
        _ tokens: [LuaToken]
    ) -> LuaToken? {
        let ofLine = tokens.filter { $0.kind != .end && source.place($0.start).line == line }
        if message.hasSuffix("near <eof>") { return ofLine.last }
        let near = message.components(after: "near '") ?? message.components(after: "'")
        guard let rest = near, let end = rest.firstIndex(of: "'") else { return nil }
        let word = Array(rest[..<end].utf8)
        return ofLine.last {
            source.bytes[$0.start..<$0.end].elementsEqual(word)
                || source.bytes[$0.start..<$0.end].starts(with: word)
        }
    }

    private mutating func read(
        _ declaration: LuaDeclaration,
        _ position: Int,
        _ source: RuleSource,
        _ sourceIndex: Int,
        _ tokens: [LuaToken],
        _ head: HeadPositions.Head?,
        _ positions: HeadPositions,
        _ interpreter: borrowing LuaInterpreter
    ) {
        var reader = HeadReader(
            source: source,
            declaration: declaration,
            head: head,
            catalogue: catalogue
        )
        reader.read()
        diagnostics += reader.diagnostics
        var rule = reader.rule
        rule.declarationIndex = position
        rule.sourceIndex = sourceIndex
        rule.writtenMode = rule.mode
        let fingerprint = RuleFingerprint(source: source, tokens: tokens, heads: positions.heads)
        (rule.version, rule.kin) = fingerprint.hashes(of: rule.id, head)
        identityPlaces.append(
            head.map {
                source.diagnostic(
                    "E118",
                    "",
                    at: $0.idToken.start,
                    length: $0.idToken.end - $0.idToken.start
                )
            } ?? source.diagnostic("E118", "", line: rule.line)
        )
        if rule.hasFunction {
            let check = FunctionCheck(
                source: source,
                rule: rule,
                tokens: tokens,
                fields: reader.fields,
                head: head,
                isAlone: positions.heads.count == 1
            )
            diagnostics += check.diagnostics(interpreter)
            rule.fieldsUsed = Set(rule.fieldsUsed + check.eventFields).sorted()
        }
        rules.append(rule)
    }

    private mutating func checkIdentities() {
        var first: [String: RuleDefinition] = [:]
        for (rule, place) in zip(rules, identityPlaces) {
            if let other = first[rule.id] {
                var twice = place
                twice.message =
                    "the rule '\(rule.id)' is declared twice; the other is at \(other.file):\(other.line)"
                diagnostics.append(twice)
            } else {
                first[rule.id] = rule
            }
        }
    }
}

extension String {
    /// What follows the first place of some words, or nil without them.
    fileprivate func components(after words: String) -> Substring? {
        firstRange(of: words).map { self[$0.upperBound...] }
    }
}
