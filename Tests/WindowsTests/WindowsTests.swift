import Records
import TestSupport
import Testing
import Windows

private func seconds(_ value: Double) -> EventTime {
    EventTime(nanoseconds: Int64(value * 1e9))
}

@Suite struct RingBufferTests {
    @Test("a ring buffer behaves like an array of limited length under random operations")
    func model() {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        for capacity in 1...9 {
            var ring = RingBuffer<Int>(capacity: capacity)
            var model: [Int] = []
            for step in 0..<2_000 {
                switch Int.random(in: 0..<6, using: &random) {
                case 0:
                    #expect(ring.append(step) == (model.count < capacity), "seed \(seed)")
                    if model.count < capacity { model.append(step) }
                case 1:
                    let gone = model.count == capacity ? model.removeFirst() : nil
                    model.append(step)
                    #expect(ring.push(step) == gone, "seed \(seed)")
                case 2:
                    #expect(ring.removeFirst() == (model.isEmpty ? nil : model.removeFirst()))
                case 3:
                    let position = Int.random(in: 0...model.count, using: &random)
                    #expect(ring.insert(step, at: position) == (model.count < capacity))
                    if model.count < capacity { model.insert(step, at: position) }
                case 4 where !model.isEmpty:
                    let position = Int.random(in: 0..<model.count, using: &random)
                    #expect(ring.remove(at: position) == model.remove(at: position))
                default: break
                }
                #expect(ring.count == model.count, "seed \(seed)")
                #expect(ring.first == model.first && ring.last == model.last, "seed \(seed)")
                let held = ring.withSpans { older, newer in
                    older.indices.map { older[$0] } + newer.indices.map { newer[$0] }
                }
                #expect(held == model, "seed \(seed)")
                #expect(model.indices.allSatisfy { ring[$0] == model[$0] }, "seed \(seed)")
            }
        }
    }

    @Test("the rings of a slab do not touch one another")
    func slab() {
        var slab = RingSlab<Int>(ringCount: 3, capacity: 4)
        for value in 0..<11 { slab.push(value, to: value % 2) }
        #expect((0..<slab.count(of: 0)).map { slab[0, $0] } == [4, 6, 8, 10])
        #expect((0..<slab.count(of: 1)).map { slab[1, $0] } == [3, 5, 7, 9])
        #expect(slab.count(of: 2) == 0)
        slab.removeAll(from: 1)
        #expect(slab.count(of: 1) == 0 && slab.count(of: 0) == 4)
        #expect(slab.push(12, to: 0) == 4)
    }
}

@Suite struct MomentsTests {
    @Test("sliding moments agree with a two-pass computation after every number")
    func model() {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        for length in [1, 2, 3, 7, 20] {
            var window = SlidingMoments(length: length)
            var model: [Double] = []
            for _ in 0..<500 {
                let value = Double.random(in: -5...5, using: &random) + 1e6
                let gone = model.count == length ? model.removeFirst() : nil
                model.append(value)
                #expect(window.push(value) == gone)
                let mean = model.reduce(0) { $0 + ($1 - 1e6) } / Double(model.count) + 1e6
                let squares = model.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                let moments = window.moments
                #expect(moments.count == model.count, "seed \(seed)")
                #expect(abs(moments.mean - mean) < 1e-8, "seed \(seed)")
                #expect(abs(moments.squaredDeviations - squares) < 1e-6, "seed \(seed)")
            }
        }
    }

    @Test("an outlier of 1e15 leaves no trace once it has left the window")
    func outlier() {
        var window = SlidingMoments(length: 10)
        window.push(1e15)
        for step in 0..<10 { window.push(Double(step % 2)) }
        #expect(window.moments.mean == 0.5)
        #expect(window.moments.variance.map { abs($0 - 2.5 / 9) < 1e-15 } == true)
    }

    @Test("a variance needs two numbers")
    func variance() {
        var moments = Moments()
        #expect(moments.variance == nil)
        moments.add(4)
        #expect(moments.variance == nil)
        moments.add(6)
        #expect(moments.variance == 2 && moments.mean == 5)
    }

    @Test("a count window closes with its n-th number and begins again")
    func countWindow() {
        var window = CountWindow(length: 3)
        #expect(window.add(1) == nil)
        #expect(window.add(5) == nil)
        let closed = window.add(3)
        #expect(closed?.sum == 9 && closed?.minimum == 1 && closed?.maximum == 5)
        #expect(window.summary.count == 0)
    }
}

@Suite struct TimeWindowTests {
    @Test("cells are half open, counts look backwards, and time before 1970 is cut the same way")
    func grid() {
        let grid = TimeGrid(lengthNanoseconds: Nanoseconds.minute)
        #expect(grid.index(of: seconds(60)) == 1 && grid.indexOfCount(at: seconds(60)) == 0)
        #expect(grid.index(of: seconds(-1)) == -1 && grid.index(of: seconds(-60)) == -1)
        #expect(grid.index(of: seconds(-61)) == -2)
        #expect(grid.start(of: -1) == seconds(-60) && grid.end(of: -1) == seconds(0))
        #expect(grid.start(of: .max) == .distantFuture)
    }

    @Test("a tumbling window closes when progress has passed its end, not when it reaches it")
    func closing() {
        let policy = LatePolicy(
            allowedLatenessNanoseconds: 5 * Nanoseconds.second,
            graceNanoseconds: 60 * Nanoseconds.second
        )
        var windows = TumblingWindows(
            grid: TimeGrid(lengthNanoseconds: 10 * Nanoseconds.second),
            policy: policy,
            limit: 16
        )
        var results: [WindowResult] = []
        #expect(windows.add(1, at: seconds(1)) == .onTime)
        #expect(windows.add(2, at: seconds(15)) == .onTime)
        windows.advance(to: .distantPast) { results.append($0) }
        #expect(results.isEmpty && windows.oldestOpenStart == seconds(0))
        #expect(windows.add(3, at: seconds(9.9)) == .lateButOpen)
        #expect(windows.add(4, at: seconds(15.1)) == .onTime)
        windows.advance(to: .distantPast) { results.append($0) }
        #expect(results.count == 1 && results[0].summary.sum == 4 && results[0].revision == 1)
        #expect(windows.add(5, at: seconds(2)) == .revises)
        windows.advance(to: seconds(30)) { results.append($0) }
        #expect(results.map(\.revision) == [1, 2, 1] && results[1].summary.sum == 9)
        windows.advance(to: seconds(70.1)) { results.append($0) }
        #expect(windows.add(6, at: seconds(3)) == .tooLate)
        #expect(results.count == 3)
    }

    @Test("a ring of windows that is full refuses an event until progress makes room")
    func full() {
        var windows = TumblingWindows(
            grid: TimeGrid(lengthNanoseconds: 1),
            policy: LatePolicy(allowedLatenessNanoseconds: 100, graceNanoseconds: 0),
            limit: 2
        )
        #expect(windows.add(1, at: EventTime(nanoseconds: 1)) == .onTime)
        #expect(windows.add(1, at: EventTime(nanoseconds: 2)) == .onTime)
        #expect(windows.add(1, at: EventTime(nanoseconds: 3)) == nil)
        var closed = 0
        windows.advance(to: EventTime(nanoseconds: 3)) { _ in closed += 1 }
        #expect(closed == 1)
        #expect(windows.add(1, at: EventTime(nanoseconds: 3)) == .onTime)
    }

    @Test("a sliding window agrees with a filtered array, late numbers included")
    func sliding() {
        let seed = testSeed()
        var random = SeededGenerator(seed: seed)
        var window = SlidingWindow(paneNanoseconds: 10, paneCount: 6)
        var model: [(time: Int64, value: Double)] = []
        var newest: Int64 = 0
        window.advance(to: seconds(0))
        for _ in 0..<3_000 {
            let time = newest + Int64.random(in: -80...12, using: &random)
            let value = Double(Int.random(in: -9...9, using: &random))
            newest = max(newest, time)
            let start = (Int64((Double(newest) / 10).rounded(.down)) - 5) * 10
            let answer = window.add(value, at: EventTime(nanoseconds: time))
            #expect((answer == .tooLate) == (time < start), "seed \(seed)")
            model.append((time, value))
            model.removeAll { $0.time < start }
            let inside = model.map(\.value)
            #expect(window.summary.count == inside.count, "seed \(seed)")
            #expect(window.summary.sum == inside.reduce(0, +), "seed \(seed)")
            #expect(window.summary.maximum == inside.max() ?? -.infinity, "seed \(seed)")
            #expect(window.summary.minimum == inside.min() ?? .infinity, "seed \(seed)")
        }
        window.advance(to: EventTime(nanoseconds: newest + 1_000))
        #expect(window.summary.count == 0)
    }
}
