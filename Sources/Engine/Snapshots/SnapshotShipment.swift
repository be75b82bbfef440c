import Codecs
import Records

/// A snapshot of one task on its way out: it begins at the end of a cycle, is written in slices while
/// the task works on, and is sent in chunks over the following bundles, so that a large state neither
/// stops the shard nor fills the ring nor holds back outputs.
///
/// Two slots take turns, so the one before stays whole while the next one is written. A snapshot
/// counts when its manifest is there: it comes last and says how many chunks and bytes there must be.
final class SnapshotShipment {
    /// Chunks that go with one bundle.
    static let chunksPerBundle = 2

    /// A class, so that a full one is handed on and not copied.
    private final class Chunk {
        var bytes: StateWriter
        var hash: UInt64 = 0

        init(byteCount: Int) { bytes = StateWriter(minimumCapacity: byteCount + byteCount / 8) }
    }

    let task: Int32
    let stay: UInt32
    private let number: UInt64
    private let cycle: UInt64
    private let epoch: UInt32
    private let chunkByteCount: Int
    private var current: Chunk
    private var waiting: [Chunk] = []
    private var sentCount = 0
    private var sentByteCount: UInt64 = 0
    private var hash: UInt64 = 0
    /// All of the state was written.
    private(set) var isWhole = false
    /// The manifest was sent.
    private(set) var isDone = false

    /// - Parameter chunkByteCount: Bytes of state in one record, beside the last row.
    init(
        task: Int32,
        stay: UInt32,
        number: UInt64,
        cycle: UInt64,
        epoch: UInt32,
        chunkByteCount: Int = 512 << 10
    ) {
        self.task = task
        self.stay = stay
        self.number = number
        self.cycle = cycle
        self.epoch = epoch
        self.chunkByteCount = chunkByteCount
        current = Chunk(byteCount: chunkByteCount)
    }

    /// Whether `fill` would append something.
    var hasMore: Bool { !waiting.isEmpty || isWhole && !isDone }

    /// Bytes of state that were written so far.
    var byteCount: Int {
        waiting.reduce(Int(sentByteCount) + current.bytes.count) { $0 + $1.bytes.count }
    }

    // MARK: Writing

    /// Writes the beginning, which goes out with the next bundle and marks the cycle.
    func begin(_ body: (inout StateWriter) -> Void) {
        body(&current.bytes)
        seal()
    }

    /// Writes the next slice, which `body` ends when the writer holds as many bytes as it is told; it
    /// answers whether that was the last one.
    func write(byteCount: Int, _ body: (inout StateWriter, Int) -> Bool) {
        let (room, overflow) = current.bytes.count.addingReportingOverflow(byteCount)
        let end = overflow ? chunkByteCount : min(room, chunkByteCount)
        isWhole = body(&current.bytes, end)
        if isWhole || current.bytes.count >= chunkByteCount { seal() }
    }

    private func seal() {
        guard current.bytes.count > 0 else { return }
        current.hash = current.bytes.hash
        waiting.append(current)
        current = Chunk(byteCount: chunkByteCount)
    }

    // MARK: Sending

    /// Appends the next records; the last of all is the manifest.
    func fill(_ bundle: Bundle, topic: Int, timestampMilliseconds: Int64) {
        bundle.task = task
        bundle.stay = stay
        bundle.beginsSnapshot = sentCount == 0
        for _ in 0..<Self.chunksPerBundle where hasMore {
            let chunk = waiting.isEmpty ? nil : waiting.removeFirst()
            bundle.outputs.begin(
                topic: topic,
                partition: task,
                timestampMilliseconds: timestampMilliseconds,
                inputIndex: 0
            )
            bundle.outputs.beginKey()
            let name = chunk == nil ? "manifest" : "\(sentCount)"
            bundle.outputs.bytes.append(contentsOf: "\(task)/\(number & 1)/\(name)".utf8)
            bundle.outputs.beginValue()
            append(chunk, to: &bundle.outputs.bytes)
            bundle.outputs.end()
            isDone = chunk == nil
            bundle.endsSnapshot = isDone
        }
    }

    private func append(_ chunk: Chunk?, to bytes: inout [UInt8]) {
        if let chunk {
            sentByteCount += UInt64(chunk.bytes.count)
            hash = SnapshotHeader.chain(hash, chunk.hash)
        }
        let header = SnapshotHeader(
            isManifest: chunk == nil,
            number: number,
            cycle: cycle,
            epoch: epoch,
            index: UInt32(sentCount),
            byteCount: sentByteCount,
            hash: chunk?.hash ?? hash
        )
        header.append(to: &bytes)
        guard let chunk else { return }
        sentCount += 1
        unsafe chunk.bytes.withBytes { unsafe bytes.append(contentsOf: $0) }
    }
}
