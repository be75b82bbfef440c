import Effectiveness
import Records

/// What one machine, line or area adds to the path above it in one window.
///
/// The value of a record on the internal topic of contributions, whose key is the path above. Writing
/// and reading are exact: the sums go as whole numbers.
public struct Contribution: Sendable {
    /// The layout below; readers refuse others.
    static let version: UInt8 = 2

    /// The path it speaks for.
    public var member: String
    /// Whether that is a machine, and not itself a sum.
    public var isMachine: Bool
    /// The window, how settled it is, and its sums.
    public var record: OEEWindowRecord
    /// The name of the shift; empty outside shifts.
    public var shift: String
    /// Machines whose sums are in it.
    public var machineCount: Int32
    /// Machines whose sums should be in it.
    public var expectedCount: Int32

    /// A contribution from its parts.
    public init(
        member: String,
        isMachine: Bool,
        record: OEEWindowRecord,
        shift: String,
        machineCount: Int32,
        expectedCount: Int32
    ) {
        self.member = member
        self.isMachine = isMachine
        self.record = record
        self.shift = shift
        self.machineCount = machineCount
        self.expectedCount = expectedCount
    }

    /// The bytes of its record. Allocates; the engine writes into its own memory.
    public var encoded: [UInt8] {
        var writer = StateWriter()
        write(to: &writer)
        return unsafe writer.withBytes { unsafe Array($0) }
    }
}

extension Contribution {
    func write(to writer: inout StateWriter) {
        writer.write(Self.version)
        writer.write(member)
        writer.write(isMachine)
        writer.write(record.kind.rawValue)
        writer.write(record.status.rawValue)
        writer.write(record.revision)
        writer.write(record.localDay)
        writer.write(record.start)
        writer.write(record.end)
        writer.write(record.through)
        writer.write(shift)
        writer.write(machineCount)
        writer.write(expectedCount)
        writer.write(record.totals)
    }

    /// Reads what `write` wrote.
    init(from reader: inout StateReader) throws(StateError) {
        let version: UInt8 = try reader.read()
        guard version == Self.version else {
            throw reader.invalid("version \(version) of a contribution")
        }
        member = try reader.readText()
        isMachine = try reader.readBool()
        let kind: OEEWindowKind = try reader.readCase()
        let status: RecordStatus = try reader.readCase()
        let revision = try reader.read(in: Int32(0)...Int32.max, "a revision")
        let localDay: Int32 = try reader.read()
        let start = try reader.readTime()
        let end = try reader.readTime()
        guard start < end else { throw reader.invalid("a window without length") }
        let through = try reader.readTime()
        shift = try reader.readText()
        machineCount = try reader.read(in: Int32(0)...Int32.max, "a count of machines")
        expectedCount = try reader.read(in: Int32(0)...Int32.max, "a count of machines")
        let totals = try OEETotals(from: &reader)
        guard reader.remaining == 0 else { throw reader.invalid("more than a contribution") }
        record = OEEWindowRecord(
            kind: kind,
            status: status,
            revision: revision,
            shiftIndex: -1,
            localDay: localDay,
            start: start,
            end: end,
            through: through,
            totals: totals
        )
    }
}

extension Workbench {
    /// Hands a window to the path above it; a path of one segment has none.
    func contribute(_ contribution: Contribution, to bundle: Bundle) {
        guard let slash = contribution.member.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
        beginContribution(
            to: contribution.member.utf8[..<slash],
            time: contribution.record.time,
            bundle
        )
        contribution.write(to: &scratch)
        endContribution(bundle)
    }
}
