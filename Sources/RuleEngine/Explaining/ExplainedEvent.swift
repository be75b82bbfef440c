import Codecs
import Records

/// One event as a person writes it, for `takt rules explain`.
public struct ExplainedEvent {
    /// Why a text is not an event.
    public struct Problem: Error, CustomStringConvertible {
        /// A sentence.
        public let description: String
    }

    /// The topic, when the text says one.
    public let topic: String?
    let step: RuleTestCase.Step
    /// Event time; that of the first test event when the text says none.
    let time: EventTime
    /// The machine.
    let equipment: String

    /// Reads a JSON object: the value of a record, or a line as `takt replay` reads them, with
    /// `topic` and `value`.
    public init(json: String) throws(Problem) {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: json)
        } catch {
            throw Problem(description: "The event is not JSON: \(error).")
        }
        guard document.kind == .object else {
            throw Problem(
                description: "The event is no JSON object such as {\"equipment\": \"M1\"}."
            )
        }
        topic = document.member("value") != nil ? document.string("topic") : nil
        var step = RuleTestCase.Step(offsetNanoseconds: 0)
        if topic != nil, let text = document.string("value") {
            let inner: JSONDocument
            do { inner = try JSONDocument(parsing: text) } catch {
                throw Problem(description: "The value of the event is not JSON: \(error).")
            }
            Self.read(inner, into: &step)
        } else if topic != nil, let value = document.object("value") {
            Self.read(value, into: &step)
        } else {
            Self.read(document, into: &step)
        }
        self.step = step
        let said = step.fields.first { $0.name == "time" }?.value
        switch said {
        case .text(let text)?:
            guard let parsed = try? TimeParser.time(text) else {
                throw Problem(description: "The time '\(text)' is not RFC 3339 with an offset.")
            }
            time = parsed
        case .integer(let milliseconds)?: time = EventTime(milliseconds: milliseconds)
        default: time = RuleTestRun.start
        }
        equipment = step.fields.first { $0.name == "equipment" }?.value.text ?? "EQ-1"
    }

    private static func read(_ object: borrowing JSONDocument, into step: inout RuleTestCase.Step) {
        for name in object.names {
            guard let member = object.member(name) else { continue }
            switch member.kind {
            case .null: step.fields.append(NamedValue(name, .nothing))
            case .integer: step.fields.append(NamedValue(name, .integer(Int64(member.int ?? 0))))
            case .array:
                var values: [Double] = []
                for index in 0..<member.count {
                    if let number = member.element(index)?.double { values.append(number) }
                }
                if values.count == member.count { step.numbers.append((name, values)) }
            default:
                if let text = member.string {
                    step.fields.append(NamedValue(name, .text(text)))
                } else if let number = member.double {
                    step.fields.append(NamedValue(name, .number(number)))
                } else if let flag = member.bool {
                    step.fields.append(NamedValue(name, .boolean(flag)))
                }
            }
        }
    }
}
