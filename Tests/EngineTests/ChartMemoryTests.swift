import Testing

@testable import Engine

@Suite("What a series costs is what the handbook says")
struct ChartMemoryTests {
    @Test("a million plain charts stay small: 48 bytes a row, 608 a chart")
    func plain() {
        #expect(MemoryLayout<Series>.stride == 48)
        #expect(MemoryLayout<ChartSlot>.stride == 608)
    }

    @Test("another family costs some 800 bytes a chart")
    func others() {
        #expect(MemoryLayout<ChartUnit>.stride <= 800)
    }
}
