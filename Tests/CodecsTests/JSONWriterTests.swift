@testable import Codecs
import Foundation
import Records
import TestSupport
import Testing

@Suite("The writer")
struct JSONWriterTests {
    @Test("an object is written field by field, with commas where they belong")
    func object() {
        var bytes: [UInt8] = []
        JSONWriter.beginObject(&bytes)
        JSONWriter.field("equipment", "a/\"b\"", &bytes)
        JSONWriter.field("time", EventTime(milliseconds: 1_772_439_330_250), &bytes)
        JSONWriter.field("rule", 8, &bytes)
        JSONWriter.field("offset", Int64.min, &bytes)
        JSONWriter.field("value", 0.1, &bytes)
        JSONWriter.field("lcl", nil as Double?, &bytes)
        JSONWriter.field("signal", true, &bytes)
        JSONWriter.field("state", word: "active", &bytes)
        JSONWriter.field("values", [1.5, .nan, -0.0], &bytes)
        JSONWriter.field("rules", integers: [1, 5], &bytes)
        JSONWriter.field("key", strings: ["x", "y\n"], &bytes)
        JSONWriter.field("none", [], &bytes)
        JSONWriter.nullField("old", &bytes)
        JSONWriter.name("detail_\u{1}", &bytes)
        JSONWriter.beginObject(&bytes)
        JSONWriter.endObject(&bytes)
        JSONWriter.field("last", word: "z", &bytes)
        JSONWriter.endObject(&bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"equipment":"a/\"b\"","time":"2026-03-02T08:15:30.250Z","rule":8,"#
                + #""offset":-9223372036854775808,"value":0.1,"lcl":null,"signal":true,"state":"active","#
                + #""values":[1.5,null,-0.0],"rules":[1,5],"key":["x","y\n"],"none":[],"old":null,"#
                + #""detail_\u0001":{},"last":"z"}"#
        )
    }

    @Test("whatever text is written reads back, and broken UTF-8 becomes U+FFFD")
    func text() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let raw = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                Bool.random(using: &generator)
                    ? UInt8.random(in: 1...255, using: &generator)
                    : UInt8.random(in: 1...127, using: &generator)
            }
            var bytes: [UInt8] = []
            unsafe raw.withUnsafeBytes { unsafe JSONWriter.appendString($0, &bytes) }
            let document = try JSONDocument(parsing: bytes)
            if let valid = String(validating: raw, as: UTF8.self) {
                #expect(document.string == valid, "SEED=\(seed)")
            } else {
                #expect(
                    document.string?.unicodeScalars.contains("\u{FFFD}") == true,
                    "SEED=\(seed)"
                )
            }
        }
    }

    @Test("numbers read back as the same number")
    func numbers() throws {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            let value = Double(bitPattern: generator.next())
            var bytes: [UInt8] = []
            JSONWriter.appendDouble(value, &bytes)
            let document = try JSONDocument(parsing: bytes)
            if value.isFinite {
                #expect(document.double?.bitPattern == value.bitPattern, "SEED=\(seed)")
            } else {
                #expect(document.kind == .null)
            }
            let whole = Int64(bitPattern: generator.next())
            bytes = []
            JSONWriter.appendInteger(whole, &bytes)
            #expect(String(decoding: bytes, as: UTF8.self) == String(whole), "SEED=\(seed)")
        }
        var bytes: [UInt8] = []
        JSONWriter.appendInteger(0, &bytes)
        JSONWriter.appendInteger(.max, &bytes)
        #expect(bytes == Array("09223372036854775807".utf8))
    }

    @Test("it appends to the value of an output batch")
    func batch() {
        var batch = OutputBatch()
        batch.begin(topic: 0, timestampMilliseconds: 0, inputIndex: 0)
        batch.beginKey()
        batch.bytes.append(contentsOf: "k{".utf8)
        batch.beginValue()
        JSONWriter.beginObject(&batch.bytes)
        JSONWriter.field("a", 1, &batch.bytes)
        JSONWriter.endObject(&batch.bytes)
        batch.end()
        let value = unsafe batch.withValue(0) { unsafe String(decoding: $0, as: UTF8.self) }
        #expect(value == "{\"a\":1}")
    }
}

@Suite("Bytes as text")
struct BytesTests {
    @Test("Base64 agrees with Foundation and refuses what is none")
    func base64() {
        let seed = testSeed()
        var generator = SeededGenerator(seed: seed)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let text = Base64.string(bytes)
            #expect(text == Data(bytes).base64EncodedString(), "SEED=\(seed)")
            #expect(Base64.decode(Array(text.utf8)) == bytes, "SEED=\(seed)")
        }
        for text in [
            "A", "AB", "ABC", "A===", "====", "AA=A", "AB==CDEF", "A*==", "AB=C", "AB==", "ABC=",
            "AA\n=",
        ] {
            let expected: [UInt8]? = nil
            #expect(Base64.decode(Array(text.utf8)) == expected, "\(text)")
        }
        #expect(Base64.decode(Array("AA==".utf8)) == [0])
        #expect(Base64.decode([]) == [])
    }

    @Test("hexadecimal text goes both ways")
    func hex() {
        #expect(Hex.string([0, 0x0F, 0xA0, 0xFF]) == "000fa0ff")
        #expect(Hex.decode(Array("000FA0ff".utf8)) == [0, 0x0F, 0xA0, 0xFF])
        #expect(Hex.decode(Array("0".utf8)) == nil)
        #expect(Hex.decode(Array("0g".utf8)) == nil)
        var bytes: [UInt8] = []
        Hex.append(0x9f3a_5c01_d2e4_b687, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "9f3a5c01d2e4b687")
    }

    /// The vectors of FIPS 180-2, appendix B, and the NIST example of the empty message.
    @Test(
        "SHA-256 gives the digests of the standard",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 100_000),
                "6d1cf22d7cc09b085dfc25ee1a1f3ae0265804c607bc2074ad253bcc82fd81ee"
            ),
        ]
    )
    func sha256(message: String, digest: String) {
        let bytes = Array(message.utf8)
        #expect(unsafe bytes.withUnsafeBytes { unsafe SHA256.hexDigest($0) } == digest)
    }
}
