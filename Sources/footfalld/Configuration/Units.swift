extension Duration {
    /// Reads `10ms`, `60s`, `15m`, `1h` or `7d`.
    init?(configured text: String) {
        let units: [(String, Int64)] = [
            ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
        ]
        for (unit, milliseconds) in units where text.hasSuffix(unit) {
            guard let number = Int64(plain: text.dropLast(unit.count)) else { continue }
            self = .milliseconds(number * milliseconds)
            return
        }
        return nil
    }

    /// In the largest unit that divides it, such as `15m`.
    var configured: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        for (unit, size) in [("d", Int64(86_400_000)), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
        where milliseconds != 0 && milliseconds % size == 0 {
            return "\(milliseconds / size)\(unit)"
        }
        return milliseconds == 0 ? "0s" : "\(milliseconds)ms"
    }
}

/// A number of bytes.
struct ByteSize: Comparable {
    let bytes: Int

    init(bytes: Int) {
        self.bytes = bytes
    }

    /// Reads `512B`, `256KiB`, `1MiB` or `1GiB`.
    init?(configured text: String) {
        for (unit, shift) in [("KiB", 10), ("MiB", 20), ("GiB", 30), ("B", 0)] where text.hasSuffix(unit) {
            guard let number = Int64(plain: text.dropLast(unit.count)) else { continue }
            bytes = Int(number) << shift
            return
        }
        return nil
    }

    static func < (left: ByteSize, right: ByteSize) -> Bool { left.bytes < right.bytes }

    var configured: String {
        for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)]
        where bytes > 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(unit)"
        }
        return "\(bytes)B"
    }
}

extension Int64 {
    /// Reads 1 to 9 digits and nothing else.
    fileprivate init?(plain text: Substring) {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        self.init(text)
    }
}
