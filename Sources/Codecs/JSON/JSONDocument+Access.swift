extension JSONDocument {
    /// The text of a string member, or nil.
    public func string(_ name: String) -> String? {
        guard let member = member(name) else { return nil }
        return member.string
    }

    /// The value of an integer member, or nil.
    public func int(_ name: String) -> Int? {
        guard let member = member(name) else { return nil }
        return member.int
    }

    /// The value of a member that is a number of either kind, or nil.
    public func double(_ name: String) -> Double? {
        guard let member = member(name) else { return nil }
        return member.double
    }

    /// The value of a boolean member, or nil.
    public func bool(_ name: String) -> Bool? {
        guard let member = member(name) else { return nil }
        return member.bool
    }

    /// A member that is an object, or nil.
    public func object(_ name: String) -> JSONDocument? {
        guard let member = member(name), member.kind == .object else { return nil }
        return member
    }

    /// A member that is an array, or nil.
    public func array(_ name: String) -> JSONDocument? {
        guard let member = member(name), member.kind == .array else { return nil }
        return member
    }

    /// The elements of an array member that are strings; nil when it is no array or holds other
    /// things.
    public func strings(_ name: String) -> [String]? {
        guard let array = array(name) else { return nil }
        return array.strings
    }

    /// The elements of an array of strings; nil for anything else.
    public var strings: [String]? {
        guard kind == .array else { return nil }
        var strings: [String] = []
        for index in 0..<count {
            guard let element = element(index), let string = element.string else { return nil }
            strings.append(string)
        }
        return strings
    }

    /// Visits the elements of an array, or nothing.
    public func forEachElement<E: Error>(
        _ body: (Int, borrowing JSONDocument) throws(E) -> Void
    ) throws(E) {
        guard kind == .array else { return }
        for index in 0..<count {
            if let element = element(index) { try body(index, element) }
        }
    }

    /// Visits the members of an object in the order of the text, or nothing.
    public func forEachMember<E: Error>(
        _ body: (String, borrowing JSONDocument) throws(E) -> Void
    ) throws(E) {
        for name in names {
            if let member = member(name) { try body(name, member) }
        }
    }

    /// Appends the value as compact JSON: integers exactly, other numbers in the shortest form that
    /// reads back as the same double, members in the order of the text.
    public func append(to bytes: inout [UInt8]) {
        switch kind {
        case .object:
            JSONWriter.beginObject(&bytes)
            forEachMember { name, value in
                JSONWriter.name(name, &bytes)
                value.append(to: &bytes)
            }
            JSONWriter.endObject(&bytes)
        case .array:
            JSONWriter.beginArray(&bytes)
            forEachElement { _, value in
                JSONWriter.separate(&bytes)
                value.append(to: &bytes)
            }
            JSONWriter.endArray(&bytes)
        case .string:
            unsafe _ = withStringBytes { unsafe JSONWriter.appendString($0, &bytes) }
        case .integer: JSONWriter.appendInteger(Int64(int ?? 0), &bytes)
        case .real: JSONWriter.appendDouble(double ?? 0, &bytes)
        case .boolean: bytes.append(contentsOf: (bool == true ? "true" : "false").utf8)
        case .null: bytes.append(contentsOf: "null".utf8)
        }
    }

    /// The value as compact JSON.
    public var compactBytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }
}
