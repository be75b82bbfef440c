import Glibc
import KafkaBroker
import Testing

@Suite struct BrokenPipeTests {
    @Test("a peer that hangs up ends a write, not the process")
    func brokenPipe() throws {
        let cluster = try MockCluster()
        #expect(!cluster.bootstraps.isEmpty)
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        close(ends[0])
        let byte: [UInt8] = [0]
        #expect(unsafe write(ends[1], byte, 1) == -1)
        #expect(errno == EPIPE)
        close(ends[1])
    }
}
