import CZlib

/// Unfolds gzip and zlib.
enum Inflate {
    /// - Returns: `nil` if the bytes are broken, or more than `limit` come out.
    static func unfold(_ input: [UInt8], limit: Int) -> [UInt8]? {
        var stream = unsafe z_stream()
        // 32 more than the largest window: either format, by its first bytes.
        let opened = unsafe inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard opened == Z_OK else { return nil }
        defer { unsafe inflateEnd(&stream) }
        var input = input
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        return unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe stream.next_in = source.baseAddress
            unsafe stream.avail_in = UInt32(source.count)
            while true {
                let (code, made) = unsafe fill(&chunk, from: &stream)
                guard code == Z_OK || code == Z_STREAM_END, output.count + made <= limit else { return nil }
                output.append(contentsOf: chunk[..<made])
                if code == Z_STREAM_END { return unsafe stream.avail_in == 0 ? output : nil }
                if made == 0 { return nil }
            }
        }
    }

    private static func fill(_ chunk: inout [UInt8], from stream: inout z_stream) -> (Int32, Int) {
        unsafe chunk.withUnsafeMutableBufferPointer { bytes in
            unsafe stream.next_out = bytes.baseAddress
            unsafe stream.avail_out = UInt32(bytes.count)
            let code = unsafe inflate(&stream, Z_NO_FLUSH)
            return unsafe (code, bytes.count - Int(stream.avail_out))
        }
    }
}
