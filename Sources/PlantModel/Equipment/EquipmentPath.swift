/// Rules for equipment ids: ISA-95 paths such as `acme/berlin/body/line-1/press-1`.
public enum EquipmentPath {
    /// The most segments.
    public static let segmentCountLimit = 8
    /// The most bytes.
    public static let byteCountLimit = 512

    /// True for 1 to 8 segments that are not empty and hold no control characters.
    public static func isValid(_ path: String) -> Bool {
        guard !path.isEmpty, path.utf8.count <= byteCountLimit,
            path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
        else { return false }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        return segments.count <= segmentCountLimit && segments.allSatisfy { !$0.isEmpty }
    }

    /// The path one level up; nil at the top.
    public static func parent(_ path: String) -> String? {
        path.lastIndex(of: "/").map { String(path[..<$0]) }
    }
}
