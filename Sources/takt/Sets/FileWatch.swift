/// Says when a file has another text and nobody is writing it any more: at the first look after a change
/// at which it reads as at the look before.
struct FileWatch {
    private let path: String
    private var accepted: [UInt8]?
    private var last: [UInt8]?

    /// Begins with the file as somebody has read it.
    init(path: String, accepted: [UInt8]?) {
        self.path = path
        self.accepted = accepted
        last = accepted
    }

    /// True once for each change.
    mutating func hasChanged() -> Bool {
        let now = try? FileText.bytes(path)
        defer { last = now }
        guard now != accepted, now == last else { return false }
        accepted = now
        return true
    }
}
