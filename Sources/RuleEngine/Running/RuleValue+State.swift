import Records

// Values as bytes: a kind, then what the kind needs. Numbers keep every bit, texts every byte.

extension RuleValue: Persistent {
    /// Writes the kind and the value.
    public func write(to writer: inout StateWriter) {
        switch self {
        case .nothing: writer.write(0 as UInt8)
        case .boolean(let value):
            writer.write(1 as UInt8)
            writer.write(value)
        case .integer(let value):
            writer.write(2 as UInt8)
            writer.write(value)
        case .number(let value):
            writer.write(3 as UInt8)
            writer.write(value)
        case .text(let value):
            writer.write(4 as UInt8)
            writer.write(value)
        }
    }

    /// Reads a value; throws for a kind that does not exist.
    public init(from reader: inout StateReader) throws(StateError) {
        switch try reader.read(UInt8.self) {
        case 0: self = .nothing
        case 1: self = .boolean(try reader.readBool())
        case 2: self = .integer(try reader.read())
        case 3: self = .number(try reader.readDouble())
        case 4: self = .text(try reader.readText())
        default: throw reader.invalid("an unknown kind of value")
        }
    }
}

extension NamedValue: Persistent {
    /// The least that one takes: an empty name and nothing.
    static let byteCountMin = 5

    /// Writes the name and the value.
    public func write(to writer: inout StateWriter) {
        writer.write(name)
        writer.write(value)
    }

    /// Reads a name and a value.
    public init(from reader: inout StateReader) throws(StateError) {
        self.init(try reader.readText(), try RuleValue(from: &reader))
    }
}
