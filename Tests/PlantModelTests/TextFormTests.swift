import PlantModel
import Records
import Testing

@Suite("Lengths of time, sizes and patterns")
struct TextFormTests {
    @Test(
        "lengths of time are read with their units",
        arguments: [
            ("30s", Int64(30_000_000_000)), ("1.2s", 1_200_000_000), ("500ms", 500_000_000),
            ("1h30m", 5_400_000_000_000), ("2d", 172_800_000_000_000), ("7us", 7000), ("9ns", 9),
            ("0", 0), ("0.1s", 100_000_000),
        ]
    )
    func durations(text: String, nanoseconds: Int64) {
        #expect(DurationText.nanoseconds(text) == nanoseconds)
        #expect(DurationText.nanoseconds(DurationText.text(nanoseconds)) == nanoseconds)
    }

    @Test(
        "what is no length of time is refused",
        arguments: [
            "", "5", "s", "-5s", "5 s", "1.s", ".5s", "5sec", "1e3s", "999999999999d", "１s",
        ]
    )
    func notDurations(text: String) { #expect(DurationText.nanoseconds(text) == nil) }

    @Test("sizes are read with binary units")
    func sizes() {
        #expect(SizeText.bytes("64KiB") == 65_536)
        #expect(SizeText.bytes("123") == 123)
        #expect(SizeText.bytes("1MB") == nil)
        #expect(SizeText.bytes("") == nil)
        #expect(SizeText.text(1 << 20) == "1MiB")
        #expect(SizeText.text(1000) == "1000")
    }

    @Test(
        "patterns match whole paths, * within a segment, ** across segments",
        arguments: [
            ("a/b", "a/b", true), ("a/b", "a/b/c", false), ("a/*", "a/b", true),
            ("a/*", "a/b/c", false), ("a/**", "a/b/c", true), ("a/**", "a", true),
            ("**", "a/b", true), ("**/press-*", "a/b/press-7", true),
            ("**/press-*", "a/b/weld", false),
            ("a/*/c*d/**/e", "a/x/cyyd/1/2/e", true), ("a/*/c*d/**/e", "a/x/cyy/1/2/e", false),
            ("*a*b*", "xaxxbx", true), ("*a*b*", "xbxxax", false), ("é*", "é1", true),
        ]
    )
    func patterns(pattern: String, path: String, matches: Bool) throws {
        #expect(try #require(PathPattern(pattern)).matches(path) == matches)
    }

    @Test("an empty segment is no pattern")
    func noPattern() {
        #expect(PathPattern("") == nil)
        #expect(PathPattern("a//b") == nil)
    }
}
