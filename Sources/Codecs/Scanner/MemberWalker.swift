/// Walks over the members of a JSON object that is known to be valid, and says where they lie.
///
/// Obvious rather than fast: one byte at a time.
@safe
struct MemberWalker {
    /// One member of the outermost object.
    struct Member {
        /// The bytes of the name, without quotes, with its escapes.
        var name: Range<Int>
        /// The bytes of the value, a string with its quotes.
        var value: Range<Int>
    }

    private let payload: UnsafeRawBufferPointer
    private var index = 0

    /// A walker before the first member.
    init(_ payload: UnsafeRawBufferPointer) {
        unsafe self.payload = payload
        skip()
        index += 1
    }

    /// The next member, or nil behind the last one.
    mutating func next() -> Member? {
        skip()
        guard unsafe index < payload.count, byte != 0x7D else { return nil }
        let name = value()
        skip()
        return Member(name: name.lowerBound + 1..<name.upperBound - 1, value: value())
    }

    /// The ranges of the elements of an array when all are numbers, otherwise nil.
    static func numbers(
        _ payload: UnsafeRawBufferPointer,
        _ range: Range<Int>
    ) -> [Range<Int>]? {
        var walker = unsafe MemberWalker(payload)
        walker.index = range.lowerBound + 1
        var elements: [Range<Int>] = []
        while true {
            walker.skip()
            let first = walker.byte
            if first == 0x5D { return elements }
            guard first == 0x2D || (first >= 0x30 && first <= 0x39) else { return nil }
            elements.append(walker.value())
        }
    }

    /// Where a payload, valid or not, first nests deeper than a limit; nil when it does not.
    static func depthExcess(_ payload: UnsafeRawBufferPointer, limit: Int) -> Int? {
        var depth = 0
        var isInString = false
        var index = 0
        while index < payload.count {
            let byte = unsafe payload[index]
            if isInString {
                if byte == 0x5C { index += 1 }
                if byte == 0x22 { isInString = false }
            } else {
                switch byte {
                case 0x22: isInString = true
                case 0x5B, 0x7B:
                    depth += 1
                    if depth > limit { return index }
                case 0x5D, 0x7D: depth -= 1
                default: break
                }
            }
            index += 1
        }
        return nil
    }

    private var byte: UInt8 { unsafe payload[index] }

    /// Moves over white space, commas and colons, which a valid text has in the right places.
    private mutating func skip() {
        while unsafe index < payload.count {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x3A: index += 1
            default: return
            }
        }
    }

    /// Moves over one value.
    private mutating func value() -> Range<Int> {
        let start = index
        switch byte {
        case 0x22: skipString()
        case 0x5B, 0x7B: skipNested()
        default: skipScalar()
        }
        return start..<index
    }

    private mutating func skipString() {
        index += 1
        while byte != 0x22 { index += byte == 0x5C ? 2 : 1 }
        index += 1
    }

    private mutating func skipNested() {
        var depth = 0
        repeat {
            switch byte {
            case 0x22:
                skipString()
                continue
            case 0x5B, 0x7B: depth += 1
            case 0x5D, 0x7D: depth -= 1
            default: break
            }
            index += 1
        } while depth > 0
    }

    private mutating func skipScalar() {
        while unsafe index < payload.count {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x5D, 0x7D: return
            default: index += 1
            }
        }
    }
}
