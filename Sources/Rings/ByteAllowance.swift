/// How many bytes a batch may still put in flight; lent to the body of `SPSCProducer.fill`.
@frozen
public struct ByteAllowance: BitwiseCopyable, Sendable {
    /// Bytes that may still be charged; negative after `charge` went over the limit.
    @inlinable
    public var remaining: Int { room - used }
    /// Bytes charged by this batch so far.
    @inlinable
    public var charged: Int { used }
    /// Whether `take` refused at least once.
    @inlinable
    public var hasRefused: Bool { refused }

    @usableFromInline let room: Int
    @usableFromInline let isRingIdle: Bool
    @usableFromInline var used = 0
    @usableFromInline var refused = false

    @inlinable
    init(remaining: Int, isRingIdle: Bool) {
        room = remaining
        self.isRingIdle = isRingIdle
    }

    /// Charges `byteCount` bytes if they fit, and says whether they did.
    ///
    /// An entry larger than the whole limit is let through when nothing else is in flight, because
    /// otherwise it would wait forever.
    @inlinable
    public mutating func take(_ byteCount: Int) -> Bool {
        guard byteCount <= remaining || (isRingIdle && used == 0) else {
            refused = true
            return false
        }
        charge(byteCount)
        return true
    }

    /// Charges `byteCount` bytes whether they fit or not, for entries that cannot be handed back.
    @inlinable
    public mutating func charge(_ byteCount: Int) {
        precondition(byteCount >= 0, "A byte count cannot be negative.")
        used += byteCount
    }
}
