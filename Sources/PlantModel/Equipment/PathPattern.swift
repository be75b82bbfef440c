/// A pattern over equipment paths: `*` stands for anything within one segment, `**` for any number
/// of segments, none included. The whole path has to match.
public struct PathPattern: Sendable, Hashable, CustomStringConvertible {
    /// The most segments of a pattern.
    public static let segmentCountLimit = 16

    /// The pattern as written.
    public let description: String
    private let segments: [[UInt8]]
    private static let anyDepth = Array("**".utf8)

    /// A pattern; nil when it is empty, has an empty segment or more than 16 of them.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= Self.segmentCountLimit, parts.allSatisfy({ !$0.isEmpty }),
            text.utf8.count <= EquipmentPath.byteCountLimit
        else { return nil }
        description = text
        segments = parts.map { Array($0.utf8) }
    }

    /// True when the whole path fits. Cold: splits the path.
    public func matches(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map {
            Array($0.utf8)
        }
        return Self.match(segments[...], parts[...], wildcard: Self.anyDepth) { pattern, part in
            Self.match(pattern[...], part[...], wildcard: UInt8(ascii: "*")) { $0 == $1 }
        }
    }

    /// Wildcard matching with one place to come back to, so that time stays quadratic at worst.
    private static func match<T: Equatable>(
        _ pattern: ArraySlice<T>,
        _ text: ArraySlice<T>,
        wildcard: T,
        _ isEqual: (T, T) -> Bool
    ) -> Bool {
        var p = pattern.startIndex
        var t = text.startIndex
        var comeBack: (pattern: Int, text: Int)?
        while t < text.endIndex {
            if p < pattern.endIndex, pattern[p] == wildcard {
                comeBack = (p + 1, t)
                p += 1
            } else if p < pattern.endIndex, isEqual(pattern[p], text[t]) {
                p += 1
                t += 1
            } else if let last = comeBack {
                comeBack = (last.pattern, last.text + 1)
                p = last.pattern
                t = last.text + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == wildcard }
    }
}
