extension UInt8 {
    var isDigit: Bool { (48...57).contains(self) }

    /// A space, a tab or a line's end.
    var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    /// Of a letter; all else stays.
    var lowercased: UInt8 { (65...90).contains(self) ? self + 32 : self }
}
