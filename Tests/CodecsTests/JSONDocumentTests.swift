import Codecs
import Testing

@Suite("A JSON document")
struct JSONDocumentTests {
    @Test("its parts are reached by name and index and outlive it")
    func access() throws {
        func part() throws -> JSONDocument {
            let document = try JSONDocument(parsing: #"{"a":{"b":[1,2.5,"x",null,true]},"ä\n":-3}"#)
            #expect(document.names == ["a", "ä\n"])
            #expect(document.int("ä\n") == -3)
            #expect(document.double("ä\n") == -3)
            #expect(document.string("a") == nil)
            #expect(document.string("zzz") == nil)
            guard let object = document.object("a"), let array = object.array("b") else {
                throw TimeError.missing
            }
            return array
        }
        let array = try part()
        #expect(array.kind == .array && array.count == 5)
        var seen: [String] = []
        array.forEachElement { index, element in
            seen.append("\(index) \(element.kind) \(element.int ?? -1) \(element.double ?? -1)")
            seen.append("\(element.string ?? "-") \(element.bool ?? false)")
        }
        #expect(
            seen == [
                "0 integer 1 1.0", "- false", "1 real -1 2.5", "- false", "2 string -1 -1.0",
                "x false",
                "3 null -1 -1.0", "- false", "4 boolean -1 -1.0", "- true",
            ]
        )
        for index in [-1, 5] {
            if array.element(index) != nil { Issue.record("there is an element \(index)") }
        }
        #expect(array.strings == nil)
    }

    @Test("it is written back compactly, in order, with the same numbers")
    func compact() throws {
        let text =
            #" { "z" : [ 1 , -0.0, 0.1, 9007199254740993, 1e300 ] , "a":{ }, "s":"\u00e9\"", "n":null,"t":true } "#
        let document = try JSONDocument(parsing: text)
        let expected =
            #"{"z":[1,-0.0,0.1,9007199254740993,1e+300],"a":{},"s":"é\"","n":null,"t":true}"#
        #expect(String(decoding: document.compactBytes, as: UTF8.self) == expected)
        #expect(
            try JSONDocument(parsing: document.compactBytes).compactBytes == document.compactBytes
        )
    }

    @Test("scalars are documents too")
    func scalars() throws {
        #expect(try JSONDocument(parsing: "42").int == 42)
        #expect(try JSONDocument(parsing: "\"x\"").string == "x")
        #expect(try JSONDocument(parsing: " null ").kind == .null)
    }

    @Test("errors say line and column")
    func errors() {
        let cases: [(String, ScanError.Reason, Int)] = [
            ("", .emptyPayload, 1), ("{\"a\":1,\n\"b\":}", .notJSON, 2),
            ("{\"a\":1\n", .truncated, 2),
            ("{} {}", .trailingBytes, 1), ("{\"a\":1,\"a\":2}", .duplicateKey, 1),
            ("99999999999999999999", .numberOutOfRange, 1), ("\"\\u0000\"", .nulCharacter, 1),
            (String(repeating: "[", count: 5000), .tooDeep, 1), ("1\u{0}", .notJSON, 1),
        ]
        for (text, reason, line) in cases {
            do throws(JSONError) {
                _ = try JSONDocument(parsing: text)
                Issue.record("\(text) was accepted")
            } catch {
                #expect(error.reason == reason, "\(text): \(error)")
                #expect(error.line == line, "\(text): \(error)")
                #expect(error.description.hasSuffix("."))
            }
        }
    }
}
