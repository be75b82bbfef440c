import Records
import TestSupport
import Testing

@Suite("Tables that rows come to and leave")
struct TableTests {
    private let seed = testSeed()

    @Test("the lowest vacant place is given out first, whatever the order of the returns")
    func vacancies() {
        var random = SeededGenerator(seed: seed)
        var vacancies = Vacancies()
        var model: Set<Int> = []
        for _ in 0..<5_000 {
            if Bool.random(using: &random) {
                let place = Int.random(in: 0..<400, using: &random)
                if model.insert(place).inserted { vacancies.insert(place) }
            } else {
                let lowest = model.min()
                #expect(vacancies.take() == lowest, "seed \(seed)")
                if let lowest { model.remove(lowest) }
            }
            #expect(vacancies.count == model.count, "seed \(seed)")
        }
        for place in 0..<400 { #expect(vacancies.contains(place) == model.contains(place)) }
    }

    @Test(
        "an index finds what is in it and nothing that was taken out",
        arguments: [1, 7, 1 << 40]
    )
    func probes(hashCount: UInt64) {
        // Few different hashes make long runs of buckets, where taking out goes wrong first.
        var random = SeededGenerator(seed: seed)
        let hashes = (0..<300).map { _ in UInt64.random(in: 0..<hashCount, using: &random) }
        var index = ProbeIndex()
        var model: Set<Int> = []
        for _ in 0..<4_000 {
            let row = Int.random(in: 0..<300, using: &random)
            if model.remove(row) != nil {
                index.remove(row) { hashes[$0] }
            } else {
                model.insert(row)
                index.insert(row) { hashes[$0] }
            }
            let other = Int.random(in: 0..<300, using: &random)
            let found = index.find(hashes[other]) { $0 == other }
            #expect(found == (model.contains(other) ? other : nil), "seed \(seed)")
            #expect(index.count == model.count, "seed \(seed)")
        }
    }

    @Test("a name table that names leave behaves like a list with gaps, and can be built again")
    func names() {
        var random = SeededGenerator(seed: seed)
        var table = NameTable(countLimit: 200)
        var model: [String?] = []
        for _ in 0..<8_000 {
            let isLeaving = Bool.random(using: &random)
            let number = UInt64.random(in: 0..<300, using: &random)
            let name = "\(number)/" + String(repeating: "x", count: Int(number) % 40)
            let known = model.firstIndex(of: name)
            #expect(table.find(name) == known, "seed \(seed)")
            if let known, isLeaving {
                table.remove(known)
                model[known] = nil
            } else if known == nil {
                let place = model.firstIndex(of: nil) ?? model.count
                let isFull = model.count { $0 != nil } == 200
                let index = table.intern(name)
                #expect(index == (isFull ? nil : place), "seed \(seed)")
                guard !isFull else { continue }
                if place == model.count { model.append(name) } else { model[place] = name }
            }
        }
        var twin = NameTable(countLimit: 200)
        for name in model {
            let isAdded = twin.append(name)
            #expect(isAdded, "seed \(seed)")
        }
        let isAddedTwice = twin.append(model.compactMap(\.self).first)
        #expect(!isAddedTwice)
        for (index, name) in model.enumerated() {
            guard let name else { continue }
            #expect(table.name(index) == name && twin.name(index) == name, "seed \(seed)")
        }
        for number in 0..<201 {
            let (one, other) = (table.intern("new \(number)"), twin.intern("new \(number)"))
            #expect(one == other, "seed \(seed)")
        }
        #expect(table.count == 200)
    }
}
