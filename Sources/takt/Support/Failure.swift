/// A command that cannot do what it was asked: the sentence goes to standard error, the exit code is 1.
struct Failure: Error, CustomStringConvertible {
    /// What happened, to what, and what to do next.
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }

    var description: String { sentence }
}
