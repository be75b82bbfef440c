/// The places of a table that nobody uses at the moment; the lowest is given out first.
///
/// Which place comes next depends on which are vacant and on nothing else, so a table that was written
/// and read again gives out the same ones. A bit per place; `take` is O(places / 64) at worst. One
/// thread at a time.
public struct Vacancies: Sendable {
    private var words: [UInt64] = []
    // No word before this one has a bit set.
    private var lowestWord = 0
    /// How many places are vacant.
    public private(set) var count = 0

    /// No place is vacant.
    public init() {}

    /// Whether a place is vacant.
    public func contains(_ place: Int) -> Bool {
        let word = place >> 6
        return word < words.count && words[word] >> UInt64(place & 63) & 1 == 1
    }

    /// Makes a place vacant; traps when it is already.
    public mutating func insert(_ place: Int) {
        precondition(!contains(place), "A place can only be given back once.")
        let word = place >> 6
        while words.count <= word { words.append(0) }
        words[word] |= 1 << UInt64(place & 63)
        lowestWord = min(lowestWord, word)
        count += 1
    }

    /// The lowest vacant place, which `take` would give out; nil when there is none.
    public var first: Int? {
        guard count > 0, let word = words[lowestWord...].firstIndex(where: { $0 != 0 }) else {
            return nil
        }
        return word << 6 + words[word].trailingZeroBitCount
    }

    /// Gives out the lowest vacant place; nil when there is none.
    public mutating func take() -> Int? {
        guard count > 0 else { return nil }
        while words[lowestWord] == 0 { lowestWord += 1 }
        let bit = words[lowestWord].trailingZeroBitCount
        words[lowestWord] &= words[lowestWord] - 1
        count -= 1
        return lowestWord << 6 + bit
    }
}
