import Records
import Testing

@testable import Engine

@Suite("A bundle that is used again")
struct BundleTests {
    /// Fills the outputs with one record of so many bytes.
    private func fill(_ bundle: Bundle, byteCount: Int) {
        bundle.outputs.begin(topic: 0, timestampMilliseconds: 0, inputIndex: 0)
        bundle.outputs.beginKey()
        bundle.outputs.beginValue()
        bundle.outputs.bytes += [UInt8](repeating: 1, count: byteCount)
        bundle.outputs.end()
    }

    @Test("keeps its memory while it is needed, and gives a burst back once it is hardly used")
    func memory() {
        let bundle = Bundle()
        fill(bundle, byteCount: 1 << 20)
        bundle.reuse()
        #expect(bundle.outputs.bytes.capacity >= 1 << 20, "the next one may be as large")
        fill(bundle, byteCount: 1 << 19)
        bundle.reuse()
        #expect(bundle.outputs.bytes.capacity >= 1 << 20)
        fill(bundle, byteCount: 100)
        bundle.reuse()
        #expect(bundle.outputs.bytes.capacity < 1 << 16)
        #expect(bundle.outputs.count == 0 && bundle.byteCount == 0)
        fill(bundle, byteCount: 100)
        #expect(bundle.outputs.count == 1 && bundle.byteCount == 100)
    }
}
