import Records

typealias NearestName = Records.NearestName

extension NearestName {
    /// `"; did you mean 'x'?"` for the closest known name, or nothing when none is close.
    static func hint(_ name: String, among known: [String]) -> String {
        find(name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }
}
