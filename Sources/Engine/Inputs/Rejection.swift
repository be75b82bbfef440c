/// Why a record cannot be believed or understood: a code for counters and a sentence for people.
struct Rejection: Error {
    var code: String
    var sentence: String

    init(_ code: String, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }
}
