/// The offsets of the records that a partition really holds, as ranges without neighbours.
struct OffsetRanges {
    private(set) var ranges: [Range<Int64>] = []

    /// How many offsets there are.
    var count: Int { ranges.reduce(0) { $0 + $1.count } }
    /// The least offset.
    var first: Int64? { ranges.first?.lowerBound }
    /// One past the greatest offset.
    var end: Int64? { ranges.last?.upperBound }

    /// Adds an offset; cheap in ascending order.
    mutating func insert(_ offset: Int64) { insert(offset..<offset + 1) }

    /// Adds a stretch; cheap behind all others.
    mutating func insert(_ range: Range<Int64>) {
        guard !range.isEmpty else { return }
        guard let last = ranges.last, range.lowerBound < last.lowerBound else {
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                let end = max(last.upperBound, range.upperBound)
                ranges[ranges.count - 1] = last.lowerBound..<end
            } else {
                ranges.append(range)
            }
            return
        }
        let rest = ranges.filter {
            $0.upperBound < range.lowerBound || $0.lowerBound > range.upperBound
        }
        let touching = ranges.filter {
            $0.upperBound >= range.lowerBound && $0.lowerBound <= range.upperBound
        }
        let low = min(range.lowerBound, touching.first?.lowerBound ?? range.lowerBound)
        let high = max(range.upperBound, touching.last?.upperBound ?? range.upperBound)
        ranges = (rest + [low..<high]).sorted { $0.lowerBound < $1.lowerBound }
    }

    /// How many offsets lie in a range.
    func count(in range: Range<Int64>) -> Int {
        ranges[firstIndex(endingAfter: range.lowerBound)...]
            .prefix { $0.lowerBound < range.upperBound }
            .reduce(0) { $0 + $1.clamped(to: range).count }
    }

    /// The parts of this that another does not have, in order.
    func subtracting(_ other: OffsetRanges) -> OffsetRanges {
        var result = OffsetRanges()
        for range in ranges {
            var start = range.lowerBound
            for taken in other.ranges[other.firstIndex(endingAfter: start)...] {
                guard taken.lowerBound < range.upperBound else { break }
                if taken.lowerBound > start { result.insert(start..<taken.lowerBound) }
                start = max(start, taken.upperBound)
            }
            if start < range.upperBound { result.insert(start..<range.upperBound) }
        }
        return result
    }

    /// The part of this below an offset.
    func below(_ end: Int64) -> OffsetRanges {
        var result = OffsetRanges()
        for range in ranges where range.lowerBound < end {
            result.insert(range.lowerBound..<min(range.upperBound, end))
        }
        return result
    }

    private func firstIndex(endingAfter offset: Int64) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
