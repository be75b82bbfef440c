import Codecs
import Records

/// A snapshot of one task on its way out: encoded at the end of a cycle, sent in chunks over the
/// following bundles, so that a large state neither fills the ring nor holds back outputs.
///
/// Two slots take turns, so the one before stays whole while the next one is written. A snapshot
/// counts when its manifest is there: it comes last and says how many chunks and bytes there must be.
final class SnapshotShipment {
    /// Chunks that go with one bundle.
    static let chunksPerBundle = 2

    let task: Int32
    let stay: UInt32
    private let number: UInt64
    private let cycle: UInt64
    private let epoch: UInt32
    private let chunkByteCount: Int
    private var state: StateWriter
    private let hash: UInt64
    private var nextChunk = 0

    init(
        task: Int32,
        stay: UInt32,
        number: UInt64,
        cycle: UInt64,
        epoch: UInt32,
        chunkByteCount: Int = 512 << 10,
        state: consuming StateWriter
    ) {
        self.task = task
        self.stay = stay
        self.number = number
        self.cycle = cycle
        self.epoch = epoch
        self.chunkByteCount = chunkByteCount
        hash = state.hash
        self.state = state
    }

    var chunkCount: Int {
        (state.count + chunkByteCount - 1) / chunkByteCount
    }

    var isDone: Bool { nextChunk > chunkCount }
    /// Nothing was sent yet.
    var isNew: Bool { nextChunk == 0 }

    /// Appends the next records; the last of all is the manifest.
    func fill(_ bundle: Bundle, topic: Int, timestampMilliseconds: Int64) {
        bundle.task = task
        bundle.stay = stay
        bundle.beginsSnapshot = isNew
        for _ in 0..<Self.chunksPerBundle where !isDone {
            let isManifest = nextChunk == chunkCount
            let name = isManifest ? "manifest" : "\(nextChunk)"
            bundle.outputs.begin(
                topic: topic,
                partition: task,
                timestampMilliseconds: timestampMilliseconds,
                inputIndex: 0
            )
            bundle.outputs.beginKey()
            bundle.outputs.bytes.append(contentsOf: "\(task)/\(number & 1)/\(name)".utf8)
            bundle.outputs.beginValue()
            appendValue(isManifest, to: &bundle.outputs.bytes)
            bundle.outputs.end()
            bundle.endsSnapshot = isManifest
            nextChunk += 1
        }
    }

    private func appendValue(_ isManifest: Bool, to bytes: inout [UInt8]) {
        let start = nextChunk * chunkByteCount
        let end = isManifest ? start : min(start + chunkByteCount, state.count)
        unsafe state.withBytes { all in
            let part =
                isManifest
                ? unsafe UnsafeRawBufferPointer(rebasing: all[0..<0])
                : unsafe UnsafeRawBufferPointer(rebasing: all[start..<end])
            let header = SnapshotHeader(
                isManifest: isManifest,
                number: number,
                cycle: cycle,
                epoch: epoch,
                index: UInt32(nextChunk),
                byteCount: UInt64(state.count),
                hash: isManifest ? hash : unsafe StableHash.words(part)
            )
            header.append(to: &bytes)
            unsafe bytes.append(contentsOf: part)
        }
    }
}
