/// Cuts Lua text into words. Used for positions inside rule files and for `when`.
///
/// It follows Lua 5.4 §3.1. Comments are skipped, or refused in `when`, where they would be a trap.
struct LuaLexer {
    private let bytes: [UInt8]
    private var at = 0
    private let allowsComments: Bool

    init(_ bytes: [UInt8], allowsComments: Bool = true) {
        self.bytes = bytes
        self.allowsComments = allowsComments
    }

    /// All words, the last of which is `.end`.
    static func tokens(_ bytes: [UInt8], allowsComments: Bool = true) throws(LuaLexError)
        -> [LuaToken]
    {
        var lexer = LuaLexer(bytes, allowsComments: allowsComments)
        var tokens: [LuaToken] = []
        repeat { tokens.append(try lexer.next()) } while tokens[tokens.count - 1].kind != .end
        return tokens
    }

    private func peek(_ ahead: Int = 0) -> UInt8 {
        at + ahead < bytes.count ? bytes[at + ahead] : 0
    }

    mutating func next() throws(LuaLexError) -> LuaToken {
        try skipBlanks()
        guard at < bytes.count else { return token(.end, from: at) }
        let start = at
        let byte = bytes[at]
        if isLetter(byte) {
            while at < bytes.count, isLetter(bytes[at]) || isDigit(bytes[at]) { at += 1 }
            return token(.name(text(start..<at)), from: start)
        }
        if isDigit(byte) || (byte == 0x2e && isDigit(peek(1))) { return try number() }
        if byte == 0x22 || byte == 0x27 { return try quoted() }
        if byte == 0x5b, let level = longLevel() { return try long(level) }
        return try symbol()
    }

    private func token(_ kind: LuaToken.Kind, from start: Int) -> LuaToken {
        LuaToken(kind: kind, start: start, end: at, contentStart: start, isLiteral: true)
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
    private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a || byte == 0x5f
    }
    private func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    // MARK: Blanks

    private mutating func skipBlanks() throws(LuaLexError) {
        while at < bytes.count {
            if bytes[at] == 0x20 || (bytes[at] >= 0x09 && bytes[at] <= 0x0d) {
                at += 1
            } else if bytes[at] == 0x2d, peek(1) == 0x2d {
                guard allowsComments else {
                    throw LuaLexError(
                        message: "'--' begins a comment in Lua; write '- -' or leave it out",
                        at: at,
                        length: 2
                    )
                }
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(LuaLexError) {
        at += 2
        if peek() == 0x5b, let level = longLevel() {
            _ = try long(level)
        } else {
            while at < bytes.count, bytes[at] != 0x0a { at += 1 }
        }
    }

    // MARK: Texts

    /// The number of equals signs when a long bracket opens here.
    private func longLevel() -> Int? {
        var level = 0
        while peek(1 + level) == 0x3d { level += 1 }
        return peek(1 + level) == 0x5b ? level : nil
    }

    private mutating func long(_ level: Int) throws(LuaLexError) -> LuaToken {
        let start = at
        at += level + 2
        if peek() == 0x0d { at += 1 }
        if peek() == 0x0a { at += 1 }
        let content = at
        while at < bytes.count {
            if bytes[at] == 0x5d {
                var count = 0
                while peek(1 + count) == 0x3d { count += 1 }
                if count == level, peek(1 + count) == 0x5d {
                    let value = text(content..<at)
                    at += level + 2
                    var result = token(.text(value), from: start)
                    result.contentStart = content
                    return result
                }
            }
            at += 1
        }
        throw LuaLexError(message: "this long text is not closed", at: start, length: level + 2)
    }

    private mutating func quoted() throws(LuaLexError) -> LuaToken {
        let start = at
        let quote = bytes[at]
        at += 1
        var value: [UInt8] = []
        var isLiteral = true
        while at < bytes.count, bytes[at] != quote, bytes[at] != 0x0a {
            if bytes[at] == 0x5c {
                isLiteral = false
                value.append(try escape())
            } else {
                value.append(bytes[at])
                at += 1
            }
        }
        guard peek() == quote, at < bytes.count else {
            throw LuaLexError(message: "this text is not closed", at: start, length: 1)
        }
        at += 1
        var result = token(.text(String(decoding: value, as: UTF8.self)), from: start)
        result.contentStart = start + 1
        result.isLiteral = isLiteral
        return result
    }

    private mutating func escape() throws(LuaLexError) -> UInt8 {
        let simple: [UInt8: UInt8] = [
            0x6e: 0x0a, 0x74: 0x09, 0x72: 0x0d, 0x5c: 0x5c, 0x22: 0x22, 0x27: 0x27, 0x61: 0x07,
            0x62: 0x08, 0x66: 0x0c, 0x76: 0x0b, 0x0a: 0x0a,
        ]
        if let byte = simple[peek(1)] {
            at += 2
            return byte
        }
        if peek(1) == 0x78, let high = hexValue(peek(2)), let low = hexValue(peek(3)) {
            at += 4
            return high << 4 | low
        }
        var value = 0
        var count = 0
        while count < 3, isDigit(peek(1 + count)) {
            value = value * 10 + Int(peek(1 + count) - 0x30)
            count += 1
        }
        guard count > 0, value < 256 else {
            throw LuaLexError(
                message: "this escape is not known here; write the character itself",
                at: at,
                length: 2
            )
        }
        at += 1 + count
        return UInt8(value)
    }

    // MARK: Numbers

    private mutating func number() throws(LuaLexError) -> LuaToken {
        let start = at
        if peek() == 0x30, peek(1) | 0x20 == 0x78 { return try hexadecimal() }
        var isInteger = true
        while isDigit(peek()) || peek() == 0x2e || peek() | 0x20 == 0x65 {
            if !isDigit(peek()) { isInteger = false }
            if peek() | 0x20 == 0x65, peek(1) == 0x2b || peek(1) == 0x2d { at += 1 }
            at += 1
        }
        let digits = text(start..<at)
        if isLetter(peek()) { at += 1 }
        if at == start + digits.utf8.count {
            if isInteger, let value = Int64(digits) { return token(.integer(value), from: start) }
            // `5.` and `.5` are numbers in Lua, not for everybody else.
            if let value = Double("0" + digits + (digits.hasSuffix(".") ? "0" : ""))
                ?? Double(digits)
            {
                return token(.number(value), from: start)
            }
            if let value = Double(
                "0" + digits.replacing(".e", with: ".0e").replacing(".E", with: ".0e")
            ) {
                return token(.number(value), from: start)
            }
        }
        throw LuaLexError(message: "this is not a number", at: start, length: at - start)
    }

    private mutating func hexadecimal() throws(LuaLexError) -> LuaToken {
        let start = at
        at += 2
        var value: UInt64 = 0
        while let digit = hexValue(peek()) {
            value = value << 4 | UInt64(digit)
            at += 1
        }
        guard at > start + 2, !isLetter(peek()), !isDigit(peek()), peek() != 0x2e else {
            throw LuaLexError(
                message: "only whole hexadecimal numbers are known here",
                at: start,
                length: at - start + 1
            )
        }
        return token(.integer(Int64(bitPattern: value)), from: start)
    }

    // MARK: Symbols

    private mutating func symbol() throws(LuaLexError) -> LuaToken {
        let start = at
        for count in [3, 2] where at + count <= bytes.count {
            let word = text(at..<at + count)
            if ["...", "==", "~=", "<=", ">=", "//", "::", "<<", ">>", ".."].contains(word) {
                at += count
                return token(.symbol(word), from: start)
            }
        }
        let word = text(at..<at + 1)
        guard "+-*/%^#&~|<>=(){}[];:,.".contains(word) else {
            throw LuaLexError(message: "this character has no meaning here", at: start, length: 1)
        }
        at += 1
        return token(.symbol(word), from: start)
    }
}
