/// Writes a table row by row while its owner goes on changing it: the bytes are those of the rows as
/// they were when the capture began.
///
/// A row that is about to change before its turn is written first and kept until then (`keep`), so the
/// owner must call `keep` before every change. Rows that came later are none of its business. Between
/// two turns it holds the rows that were kept: at most once the bytes of the table. One thread at a
/// time; a class because owner and snapshot both have it.
public final class StateCapture {
    /// How many rows the table had.
    public let rowCount: Int
    /// Rows before this one are written.
    private var next = 0
    private let copiesFirst: Bool
    // Per row, the number of its copy, or -1.
    private var copyNumbers: [Int32]
    private var copies: [(block: Int32, start: Int32, byteCount: Int32)] = []
    private var blocks: [Block] = []

    /// Many copies in one piece of memory that never grows much, so that nothing large is ever moved.
    private final class Block {
        static let byteCount = 128 << 10
        var writer = StateWriter(minimumCapacity: Block.byteCount)
    }

    /// A capture of a table that has `rowCount` rows now. O(rowCount), four bytes each.
    ///
    /// - Parameter copiesFirst: False does not keep what is about to change, which is wrong and shows
    ///   that tests would notice.
    public init(rowCount: Int, copiesFirst: Bool = true) {
        self.rowCount = rowCount
        self.copiesFirst = copiesFirst
        copyNumbers = Array(repeating: -1, count: rowCount)
    }

    /// Whether every row is written.
    public var isDone: Bool { next == rowCount }

    /// Keeps a row that is about to change, unless it is written or kept already.
    @inlinable
    public func keep(_ row: Int, write: (Int, inout StateWriter) -> Void) {
        if needs(row) { copy(row, write) }
    }

    /// Whether a change of the row would be seen in the bytes.
    @usableFromInline
    func needs(_ row: Int) -> Bool {
        row >= next && row < rowCount && copiesFirst && copyNumbers[row] < 0
    }

    @usableFromInline
    func copy(_ row: Int, _ write: (Int, inout StateWriter) -> Void) {
        if blocks.last.map({ $0.writer.count >= Block.byteCount / 2 }) ?? true {
            blocks.append(Block())
        }
        let block = blocks[blocks.count - 1]
        let start = block.writer.count
        write(row, &block.writer)
        copyNumbers[row] = Int32(copies.count)
        copies.append(
            (Int32(blocks.count - 1), Int32(start), Int32(block.writer.count - start))
        )
    }

    /// Writes the next rows until the writer holds `byteCount` bytes or all are written. At least one.
    public func write(
        to writer: inout StateWriter,
        until byteCount: Int,
        write: (Int, inout StateWriter) -> Void
    ) {
        while next < rowCount {
            let number = Int(copyNumbers[next])
            if number < 0 {
                write(next, &writer)
            } else {
                let place = copies[number]
                unsafe blocks[Int(place.block)].writer.withBytes { bytes in
                    let start = Int(place.start)
                    unsafe writer.append(
                        UnsafeRawBufferPointer(
                            rebasing: bytes[start..<start + Int(place.byteCount)]
                        )
                    )
                }
            }
            next += 1
            if writer.count >= byteCount { return }
        }
    }
}
