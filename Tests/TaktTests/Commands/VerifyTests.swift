import Testing

@testable import takt

@Suite("takt verify", .ownThread)
struct VerifyTests {
    @Test("runs seeds, says what it compared, and ends with 0 when nothing differs")
    func seeds() throws {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let result = try TaktProgram.run(["verify", "--seeds", "2"], folder: "/\(root)")
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.contains("2 seeds from 1 in "))
        #expect(result.output.contains("outputs compared, 0 seeds with a difference"))
    }

    @Test(
        "refuses words that make no sense together",
        arguments: [["--seeds", "0"], ["--safeguards", "--json"], ["--seconds", "0"]]
    )
    func refused(_ words: [String]) throws {
        #expect(try TaktProgram.run(["verify"] + words).code == 2)
    }
}
