import Records
import TestSupport
import Testing
import Windows

@testable import Effectiveness

/// Windows kept as bytes, against an array that keeps them as they are.
@Suite struct SlotBytesTests {
    private static let numbers: [Int64] = [
        0, 1, -1, 31, 32, 999_999, 1_000_000, -1_000_000, 31_000_000, 32_000_000, 7_000_000_123,
        .max, .min, .max - 1, .min + 1, .max / 1_000_000 * 1_000_000,
    ]

    private static func slot(
        _ grid: TimeGrid?,
        _ index: Int64,
        _ random: inout SeededGenerator
    ) -> WindowSlot {
        let start = (grid ?? TimeGrid(lengthNanoseconds: 7_777_777_777)).start(of: index)
        let length = grid?.lengthNanoseconds ?? .random(in: 1...7_777_777_777, using: &random)
        var slot = WindowSlot(start: start, end: start.advanced(byNanoseconds: length))
        slot.revision = .random(in: 0...(.max / 2), using: &random)
        slot.isUndecided = .random(using: &random)
        slot.fingerprint = .random(in: 0...(.max), using: &random)
        for primitive in OEEPrimitive.allCases where Bool.random(using: &random) {
            slot.folded[primitive] = numbers.randomElement(using: &random) ?? 0
        }
        return slot
    }

    private func same(_ a: WindowSlot, _ b: WindowSlot) -> Bool {
        a.start == b.start && a.end == b.end && a.revision == b.revision
            && a.isUndecided == b.isUndecided && a.fingerprint == b.fingerprint
            && a.folded == b.folded
    }

    @Test("windows in bytes are those of an array, whatever is put in, changed and let go")
    func model() {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        for grid in [TimeGrid(lengthNanoseconds: Nanoseconds.minute), nil] {
            var slots = SlotBytes(grid: grid, limit: 12)
            var model: [WindowSlot] = []
            var sizeMax = 0
            for step in 0..<2_000 {
                let place = Int.random(in: 0...max(model.count, 1), using: &random)
                switch Int.random(in: 0..<6, using: &random) {
                case 0...2 where model.count < 12:
                    let index = Int64.random(in: -40...40, using: &random) * (step < 99 ? 1 : 9_000)
                    let new = Self.slot(grid, index, &random)
                    guard !model.contains(where: { $0.start == new.start }) else { continue }
                    let at = model.firstIndex { $0.start > new.start } ?? model.count
                    slots.insert(new, at: self.place(of: at, slots))
                    model.insert(new, at: at)
                case 3 where place < model.count:
                    var changed = Self.slot(grid, 0, &random)
                    (changed.start, changed.end) = (model[place].start, model[place].end)
                    slots.replace(at: self.place(of: place, slots), with: changed)
                    model[place] = changed
                case 4 where !model.isEmpty:
                    slots.removeFirst()
                    model.removeFirst()
                default: break
                }
                let (count, newest) = (Int(slots.count), slots.newest)
                #expect(count == model.count && (newest < 0) == model.isEmpty, "seed \(seed)")
                for (index, expected) in model.enumerated() {
                    let place = self.place(of: index, slots)
                    #expect(same(slots.slot(at: place), expected), "seed \(seed), step \(step)")
                    if index == model.count - 1 { #expect(newest == place, "seed \(seed)") }
                }
                sizeMax = max(sizeMax, slots.byteCount)
            }
            #expect(sizeMax > 1_000, "seed \(seed)")
        }
    }

    private func place(of index: Int, _ slots: borrowing SlotBytes) -> Int {
        (0..<index).reduce(0) { place, _ in slots.next(after: place) }
    }

    @Test("a minute with a few hundred good pieces takes less than 30 bytes")
    func size() {
        let grid = TimeGrid(lengthNanoseconds: Nanoseconds.minute)
        var slot = WindowSlot(start: grid.start(of: 29_540_520), end: grid.end(of: 29_540_520))
        slot.folded[.total] = 300_000_000
        slot.folded[.good] = 300_000_000
        slot.folded[.idealTotal] = 300 * 613_000_000
        slot.folded[.idealGood] = 300 * 613_000_000
        slot.folded[.sampleCount] = 60
        (slot.revision, slot.fingerprint) = (1, 0xDEAD_BEEF_1234_5678)
        var slots = SlotBytes(grid: grid, limit: 4)
        slots.insert(slot, at: 0)
        let size = slots.end
        #expect(size == 24)
    }
}
