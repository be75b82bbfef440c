import Records

/// Puts the snapshots of one task together from the records of its partition, in the order they come.
///
/// Several may lie there: a torn one, the one before it, the newest. The newest whole one is wanted.
/// Of each slot the chunks of the newest one are kept, so memory is that of two states.
struct SnapshotAssembly {
    /// The most bytes of one state.
    static let byteCountMax: UInt64 = 4 << 30

    private struct Parts {
        var number: UInt64 = 0
        var cycle: UInt64 = 0
        var epoch: UInt32 = 0
        var chunks: [UInt32: [UInt8]] = [:]
        var manifest: SnapshotHeader?
        var damage: String?
    }

    private var slots = [Parts(), Parts()]
    /// Why a record belongs to neither slot.
    private var stray: String?
    /// A record that no snapshot of this version begins with, as a part of a sentence.
    private(set) var foreign: String?

    /// Takes a record in; what is no part of a snapshot is remembered as damage.
    mutating func take(_ message: InboundMessage) {
        guard message.hasValue else { return }
        let place = "offset \(message.offset) of partition \(message.partition)"
        guard let header = unsafe SnapshotHeader(message.value),
            header.byteCount <= Self.byteCountMax
        else {
            let isKnown = unsafe message.value.first == SnapshotHeader.version
            stray =
                isKnown
                ? "the head of the record at \(place) does not match its checksum"
                : "the record at \(place) is no snapshot record of a known version"
            if !isKnown { foreign = stray }
            return
        }
        let slot = Int(header.number & 1)
        // A later owner is writing or has written here; this is from one that was succeeded.
        guard header.epoch >= slots[slot].epoch else { return }
        if header.number != slots[slot].number || header.cycle != slots[slot].cycle
            || header.epoch != slots[slot].epoch || slots[slot].manifest != nil
        {
            slots[slot] = Parts(number: header.number, cycle: header.cycle, epoch: header.epoch)
        }
        if header.isManifest {
            slots[slot].manifest = header
            return
        }
        let body = unsafe UnsafeRawBufferPointer(
            rebasing: message.value.dropFirst(SnapshotHeader.byteCount)
        )
        if unsafe StableHash.words(body) != header.hash {
            slots[slot].damage = "the chunk at \(place) does not match its checksum"
        }
        slots[slot].chunks[header.index] = unsafe Array(body)
    }

    /// The newest whole state and its cycle, or why none of those there can be used; nil when there is
    /// none at all.
    func newest(checked: Bool = true) -> Result<(cycle: UInt64, state: [UInt8]), SnapshotDamage>? {
        var damage = stray.map { SnapshotDamage($0) }
        // A later owner's is of the line that goes on, whatever cycle an earlier one got to.
        for slot in slots.sorted(by: { ($0.epoch, $0.cycle) > ($1.epoch, $1.cycle) }) {
            if !checked, !slot.chunks.isEmpty {
                let chunks = slot.chunks.sorted { $0.key < $1.key }
                return .success((slot.cycle, chunks.flatMap(\.value)))
            }
            guard let manifest = slot.manifest else {
                // A torn one is what a crash leaves behind; the one before it holds.
                if let sentence = slot.damage { damage = SnapshotDamage(sentence) }
                continue
            }
            if let sentence = slot.damage {
                damage = SnapshotDamage(sentence)
                continue
            }
            var state: [UInt8] = []
            state.reserveCapacity(Int(manifest.byteCount))
            var hash: UInt64 = 0
            for index in 0..<manifest.index {
                guard let chunk = slot.chunks[index] else {
                    damage =
                        damage
                        ?? SnapshotDamage(
                            "chunk \(index) of the snapshot of cycle \(slot.cycle) is missing"
                        )
                    break
                }
                state.append(contentsOf: chunk)
                let own = unsafe chunk.withUnsafeBytes { unsafe StableHash.words($0) }
                hash = SnapshotHeader.chain(hash, own)
            }
            guard UInt64(state.count) == manifest.byteCount, hash == manifest.hash else {
                damage =
                    damage
                    ?? SnapshotDamage(
                        "the snapshot of cycle \(slot.cycle) does not match its manifest"
                    )
                continue
            }
            return .success((slot.cycle, state))
        }
        return damage.map { .failure($0) }
    }
}

/// Why a snapshot cannot be used, as a part of a sentence.
struct SnapshotDamage: Error, Equatable {
    var sentence: String
    init(_ sentence: String) { self.sentence = sentence }
}
