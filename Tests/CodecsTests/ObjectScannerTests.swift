@testable import Codecs
import Records
import TestSupport
import Testing

@Suite("The scanner")
struct ObjectScannerTests {
    let scanner = ObjectScanner(plan: measurementPlan)

    /// Scans text and checks that both paths say the same.
    func scan(_ text: String, isFast: Bool? = nil) -> Decoded {
        scan(Array(text.utf8), isFast: isFast)
    }

    func scan(_ bytes: [UInt8], isFast: Bool? = nil) -> Decoded {
        let (fast, slow, whole) = Decoded.both(bytes, scanner)
        if let fast { #expect(fast == slow) }
        #expect(whole == slow)
        if let isFast { #expect((fast != nil) == isFast) }
        return slow
    }

    /// The value of a slot after scanning `{"value": …}`.
    func value(_ text: String, isFast: Bool? = nil) -> String {
        scan("{\"value\":\(text)}", isFast: isFast).slots[3]
    }

    @Test("a measurement is read without copying its words")
    func measurement() {
        let text = """
            {"equipment":"acme/berlin/press/l1/p7","time":"2026-03-01T08:15:30.250+01:00",\
            "characteristic":"diameter","value":23.4567,"lot":"L-99","seq":18,"note":"x"}
            """
        let found = scan(text, isFast: true)
        #expect(found.outcome == .ok)
        #expect(found.slots[0] == "t14+acme/berlin/press/l1/p7")
        #expect(found.slots[3] == "d\(String((23.4567).bitPattern, radix: 16))")
        #expect(found.slots[12] == "i18")
        #expect(found.slots[5] == "-")
    }

    @Test("fields come in any order, with any white space, and names of any length are told apart")
    func order() {
        let text = """
             \t{ "value" :\r\n 1 , "b_name_of_seventeen":2,"a_name_of_seventeen" : 3, "":4,
            "a_name_of_seventeem":5 , "equipmenu":6,"valu":7 } \n
            """
        let found = scan(text, isFast: true)
        #expect(found.slots[3] == "i1")
        #expect(found.slots[14] == "i2")
        #expect(found.slots[13] == "i3")
        #expect(found.slots[15] == "i4")
        #expect(found.slots[0] == "-")
        #expect(scan("{}", isFast: true).outcome == .ok)
    }

    @Test("whole numbers that fit 64 bits are integers, all others are doubles")
    func integers() {
        #expect(value("0") == "i0")
        #expect(value("-1") == "i-1")
        #expect(value("9223372036854775807") == "i9223372036854775807")
        #expect(value("-9223372036854775808") == "i-9223372036854775808")
        #expect(value("9223372036854775808") == "d43e0000000000000")
        #expect(value("-9223372036854775809") == "dc3e0000000000000")
        #expect(value("18446744073709551616") == "d43f0000000000000")
        #expect(value("-0") == "d8000000000000000")
        #expect(value("1.0") == "d3ff0000000000000")
        #expect(value("1e3") == "d408f400000000000")
        #expect(value("1E+3") == "d408f400000000000")
    }

    @Test(
        "what is no JSON number is refused",
        arguments: [
            "01", "+1", ".5", "1.", "1.e3", "1e", "1e+", "-", "--1", "0x10", "1_000", "-01",
        ]
    )
    func wrongNumbers(_ text: String) {
        #expect(scan("{\"value\":\(text)}").outcome.error?.reason == .notJSON)
        #expect(scan("{\"skipped\":\(text)}").outcome.error?.reason == .notJSON)
    }

    @Test("NaN, Infinity and numbers beyond a double have their own reasons, in skipped fields too")
    func notFinite() {
        for text in ["NaN", "nan", "Infinity", "-Infinity", "inf", "-inf"] {
            #expect(scan("{\"value\":\(text)}").outcome.error?.reason == .notFinite, "\(text)")
            #expect(scan("{\"z\":[1,\(text)]}").outcome.error?.reason == .notFinite, "\(text)")
        }
        for text in ["1e999", "-1e999", "1" + String(repeating: "0", count: 400), "1e99999999999"] {
            #expect(scan("{\"value\":\(text)}").outcome.error?.reason == .numberOutOfRange)
            #expect(scan("{\"z\":\(text)}").outcome.error?.reason == .numberOutOfRange)
        }
        #expect(value("1e-999") == "d0")
        #expect(value("0e999") == "d0")
        #expect(value("4.9e-324") == "d1")
    }

    @Test("arrays of numbers are kept, all other arrays and objects are kept as JSON")
    func arrays() {
        let found = scan(
            "{\"values\":[ 1 ,2.5, -0 ],\"skipped\":[3,4],\"subgroup\":[]}",
            isFast: true
        )
        #expect(
            found.slots[4] == "n0[\"3ff0000000000000\", \"4004000000000000\", \"8000000000000000\"]"
        )
        #expect(found.slots[5] == "n3[]")
        #expect(value("[1,null]") == "j9+[1,null]")
        #expect(value("[[1],[2]]") == "j9+[[1],[2]]")
        #expect(value("{ \"a\" : \"}\" }") == "j9+{ \"a\" : \"}\" }")
        #expect(value("[\"\\\"]\"]") == "j9+[\"\\\"]\"]")
        #expect(scan("{\"values\":[1,2,],\"a\":1}").outcome.error?.reason == .notJSON)
    }

    @Test("escapes are resolved, also in names")
    func escapes() {
        #expect(value("\"a\\\"b\\\\c\\n\\u00e9\\ud83d\\ude00\"") == "s0+a\"b\\c\né😀")
        #expect(scan("{\"val\\u0075e\":1}").slots[3] == "i1")
        #expect(value("\"Grüße 😀 aus Köln\"", isFast: true) == "t10+Grüße 😀 aus Köln")
    }

    @Test("a repeated name is an error wherever it is, however it is written")
    func duplicates() {
        for text in [
            "{\"value\":1,\"value\":2}", "{\"x\":1,\"x\":2}", "{\"value\":1,\"valu\\u0065\":2}",
            "{\"x\":{\"y\":1,\"y\":1}}", "{\"a_name_of_seventeen\":1,\"a_name_of_seventeen\":1}",
        ] {
            #expect(scan(text).outcome.error?.reason == .duplicateKey, "\(text)")
        }
        let many = (0..<60).map { "\"unknown_\($0)\":\($0)" }.joined(separator: ",")
        #expect(scan("{\(many)}").outcome == .ok)
        #expect(scan("{\(many),\"unknown_7\":0}").outcome.error?.reason == .duplicateKey)
    }

    @Test("broken UTF-8, control characters and U+0000 are refused in every string")
    func strings() {
        let broken: [[UInt8]] = [
            [0xFF], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80], [0x80], [0xE2, 0x82],
        ]
        for bytes in broken {
            for name in ["value", "skipped"] {
                let payload = Array("{\"\(name)\":\"ab".utf8) + bytes + Array("\"}".utf8)
                #expect(scan(payload).outcome.error?.reason == .invalidUTF8, "\(bytes)")
            }
        }
        #expect(scan("{\"value\":\"a\tb\"}").outcome.error?.reason == .notJSON)
        #expect(scan("{\"value\":\"a\\u0000b\"}").outcome.error?.reason == .nulCharacter)
        #expect(scan("{\"a\\u0000b\":1}").outcome.error?.reason == .nulCharacter)
        #expect(scan("{\"value\":\"\\ud800\"}").outcome.error?.reason != nil)
        #expect(scan([0x7B, 0x22, 0x61, 0x00, 0x22, 0x3A, 0x31, 0x7D]).outcome.error != nil)
    }

    @Test("empty, cut, doubled and foreign payloads have their own reasons")
    func structure() {
        let cases: [(String, ScanError.Reason)] = [
            ("", .emptyPayload), ("   ", .truncated), ("[]", .notAnObject), ("5", .notAnObject),
            ("\"x\"", .notAnObject), ("null", .notAnObject), ("{", .truncated),
            ("{\"value\":1", .truncated), ("{\"value\":\"abc", .truncated),
            ("{\"value\"", .truncated),
            ("{}{}", .trailingBytes), ("{} x", .trailingBytes), ("{\"a\":1,}", .notJSON),
            ("{a:1}", .notJSON), ("{'a':1}", .notJSON), ("{\"a\" 1}", .notJSON),
            ("{\"a\":tru}", .notJSON), ("{\"a\":True}", .notJSON), ("hello", .notJSON),
        ]
        for (text, reason) in cases {
            #expect(scan(text).outcome.error?.reason == reason, "\(text)")
        }
        #expect(scan("{\"value\":true,\"lot\":false,\"unit\":null}", isFast: true).outcome == .ok)
    }

    @Test("nesting has a limit, and a bomb of brackets is refused without recursion")
    func depth() {
        func nested(_ levels: Int) -> String {
            "{\"z\":" + String(repeating: "[", count: levels)
                + String(repeating: "]", count: levels) + "}"
        }
        #expect(scan(nested(ObjectScanner.depthLimit - 1)).outcome == .ok)
        #expect(scan(nested(ObjectScanner.depthLimit)).outcome.error?.reason == .tooDeep)
        #expect(scan(String(repeating: "[", count: 1 << 20)).outcome.error?.reason == .tooDeep)
        #expect(
            scan(String(repeating: "{\"a\":", count: 100_000)).outcome.error?.reason == .tooDeep
        )
    }

    @Test("a payload of a mebibyte is read, one above the limit is refused")
    func size() {
        let text = String(repeating: "x", count: 1 << 20)
        #expect(scan("{\"lot\":\"\(text)\",\"value\":1}", isFast: true).slots[3] == "i1")
        #expect(scan("{\"lot\":\"\\n\(text.dropLast(2))\",\"value\":1}").slots[3] == "i1")
        #expect(scan("{\"lot\":\"\\n\(text)\"}").outcome.error?.reason == .textTooLong)
        #expect(scan("{\"lot\":\"\(text)\(text)\"}").outcome.error?.reason == .payloadTooLarge)
        let numbers = Array(repeating: "1", count: EventFields.numberCountLimit + 1)
        let array = "[\(numbers.joined(separator: ","))]"
        #expect(scan("{\"values\":\(array)}").outcome.error?.reason == .tooManyNumbers)
        #expect(scan("{\"skipped\":\(array)}", isFast: true).outcome == .ok)
    }

    @Test("every reason has a word and a sentence")
    func sentences() {
        var codes: Set<String> = []
        for reason in ScanError.Reason.allCases {
            #expect(codes.insert(reason.code).inserted)
            #expect(ScanError(reason, at: 3).description.hasSuffix("."))
        }
    }
}
