import CZlib

/// Bytes in the zlib format, after their length in eight bytes, the lowest first.
enum Deflate {
    /// `nil` when there is no memory for it.
    static func fold(_ bytes: [UInt8]) -> [UInt8]? {
        var size = compressBound(UInt(bytes.count))
        var folded = [UInt8](repeating: 0, count: 8 + Int(size))
        for place in 0..<8 { folded[place] = UInt8(truncatingIfNeeded: bytes.count >> (8 * place)) }
        let code = unsafe folded.withUnsafeMutableBufferPointer { target in
            unsafe bytes.withUnsafeBufferPointer { source in
                guard let start = target.baseAddress else { return Z_MEM_ERROR }
                return unsafe compress2(start + 8, &size, source.baseAddress, UInt(source.count), 6)
            }
        }
        return code == Z_OK ? Array(folded[..<(8 + Int(size))]) : nil
    }

    /// `nil` when the bytes are broken.
    static func unfold(_ folded: [UInt8]) -> [UInt8]? {
        guard folded.count > 8 else { return nil }
        let count = (0..<8).reduce(0) { $0 | Int(folded[$1]) << (8 * $1) }
        // Nothing folds to less than a thousandth.
        guard count >= 0, count / 1100 <= folded.count else { return nil }
        var size = UInt(count)
        var bytes = [UInt8](repeating: 0, count: max(1, count))
        let code = unsafe bytes.withUnsafeMutableBufferPointer { target in
            unsafe folded.withUnsafeBufferPointer { source in
                guard let from = source.baseAddress else { return Z_DATA_ERROR }
                return unsafe uncompress(target.baseAddress, &size, from + 8, UInt(source.count - 8))
            }
        }
        return code == Z_OK && size == UInt(count) ? Array(bytes[..<count]) : nil
    }
}
