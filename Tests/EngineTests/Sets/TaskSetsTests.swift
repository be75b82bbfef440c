import Records
import RuleEngine
import Testing

@testable import Engine

@Suite("A task goes over to another version at a place that follows from its input")
struct TaskSetsTests {
    private func version(_ number: UInt64, from seconds: Int64? = nil) -> SetVersion {
        SetVersion(
            kind: .rules,
            number: number,
            content: number,
            effectiveFrom: seconds.map { EventTime(milliseconds: $0 * 1_000) } ?? .distantPast
        )
    }

    private func time(_ seconds: Int64) -> EventTime { EventTime(milliseconds: seconds * 1_000) }

    @Test("versions hold one after the other, each from its time on")
    func order() {
        var sets = TaskSets()
        for number in [version(1), version(2, from: 20), version(3, from: 30)] {
            let isNews = sets.add(number)
            #expect(isNews)
        }
        func take(_ seconds: Int64?) -> SetVersion? {
            sets.take(dueAt: seconds.map { time($0) } ?? .distantPast)
        }
        #expect(take(nil) == version(1))
        #expect(take(19) == nil)
        #expect(take(35) == version(2, from: 20))
        #expect(take(35) == version(3, from: 30))
        #expect(sets.present(.rules) == version(3, from: 30) && sets.pending.isEmpty)
    }

    @Test("a newer version stands for what older ones would do from its time on")
    func replacing() {
        var sets = TaskSets()
        _ = sets.add(version(1, from: 10))
        _ = sets.add(version(2, from: 30))
        _ = sets.add(version(3, from: 20))
        #expect(sets.pending == [version(1, from: 10), version(3, from: 20)])
        let isNews = sets.add(version(2, from: 30))
        #expect(!isNews)
        #expect(sets.newest(.rules) == 3 && sets.newest(.plant) == 0)
    }

    @Test("a task that comes late hears only of what still matters")
    func news() {
        let board = SetBoard(inputs: [])
        for number in [version(1), version(2), version(3, from: 50), version(4, from: 40)] {
            board.announce(number)
        }
        #expect(board.news(for: TaskSets()) == [version(2), version(4, from: 40)])
        var sets = TaskSets()
        _ = sets.add(version(4, from: 40))
        #expect(board.news(for: sets).isEmpty)
        #expect(!board.knows(version(1)))
        board.add(version(1), .empty)
        #expect(board.knows(version(1)) && board.rules(version(1)) != nil)
    }

    @Test("it is written and read back")
    func bytes() throws {
        var sets = TaskSets()
        for number in [version(1), version(2, from: 20), version(3, from: 30)] {
            _ = sets.add(number)
        }
        _ = sets.take(dueAt: .distantPast)
        var writer = StateWriter()
        writer.write(sets)
        let read = unsafe writer.withBytes { bytes in
            var reader = unsafe StateReader(bytes)
            return try? TaskSets(from: &reader)
        }
        #expect(read == sets)
    }
}
