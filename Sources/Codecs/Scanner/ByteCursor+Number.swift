import Records

#if canImport(Glibc)
    import Glibc
#endif

extension ByteCursor {
    /// Reads the number at `index` and moves behind it; `.absent` when it is none or overflows.
    @inline(never)
    mutating func number() -> FieldValue {
        let start = index
        var at = start
        let isNegative = byte(at) == 0x2D
        if isNegative { at &+= 1 }

        // The whole part: one zero, or digits that do not begin with one.
        let wholeStart = at
        var digits: UInt64 = 0
        var digit = byte(at) &- 0x30
        guard digit <= 9 else { return .absent }
        repeat {
            digits = digits &* 10 &+ UInt64(digit)
            at &+= 1
            digit = byte(at) &- 0x30
        } while digit <= 9
        var digitCount = at &- wholeStart
        if digitCount > 1, byte(wholeStart) == 0x30 { return .absent }

        var next = byte(at)
        if next != 0x2E, next | 0x20 != 0x65 {
            index = at
            return whole(digits, digitCount, isNegative, from: start)
        }

        var exponent = 0
        if next == 0x2E {
            at &+= 1
            let fractionStart = at
            digit = byte(at) &- 0x30
            while digit <= 9 {
                digits = digits &* 10 &+ UInt64(digit)
                at &+= 1
                digit = byte(at) &- 0x30
            }
            guard at > fractionStart else { return .absent }
            exponent = fractionStart &- at
            digitCount &+= at &- fractionStart
            next = byte(at)
        }
        if next | 0x20 == 0x65 {
            guard let power = self.exponent(&at) else { return .absent }
            exponent &+= power
        }
        index = at
        if digitCount <= 19, let value = DecimalNumber.double(digits, exponent) {
            return .number(isNegative ? -value : value)
        }
        return library(from: start)
    }

    /// The power of ten behind an `e` at `at`; moves `at` behind it. Saturates far beyond what a
    /// double can hold; such numbers go to the library, which reads the text.
    @inline(never)
    private func exponent(_ at: inout Int) -> Int? {
        at &+= 1
        let isNegative = byte(at) == 0x2D
        if isNegative || byte(at) == 0x2B { at &+= 1 }
        var digit = byte(at) &- 0x30
        guard digit <= 9 else { return nil }
        var power = 0
        while digit <= 9 {
            if power < 1_000_000 { power = power &* 10 &+ Int(digit) }
            at &+= 1
            digit = byte(at) &- 0x30
        }
        return isNegative ? -power : power
    }

    /// A number without fraction and exponent: an integer when it fits; minus zero is a double.
    @inline(__always)
    private func whole(
        _ digits: UInt64,
        _ digitCount: Int,
        _ isNegative: Bool,
        from start: Int
    ) -> FieldValue {
        if digitCount <= 19 {
            if !isNegative, digits <= UInt64(Int64.max) {
                return .integer(Int64(bitPattern: digits))
            }
            if isNegative, digits != 0, digits <= 1 << 63 {
                return .integer(0 &- Int64(bitPattern: digits))
            }
            if digits == 0 { return .number(-0.0) }
        }
        return library(from: start)
    }

    /// The C library's answer for the number that begins at `start` and ends before `index`.
    ///
    /// The byte at `index` exists and is no part of a number, so the library stops there. Nobody in
    /// this process sets a locale, so the decimal point is a point.
    @inline(never)
    private func library(from start: Int) -> FieldValue {
        guard index < count else { return .absent }
        let value = unsafe withAddress(start) { unsafe strtod($0, nil) }
        return value.isFinite ? .number(value) : .absent
    }
}
