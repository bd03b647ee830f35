import CZlib
import Glibc

/// The lines of a text file, plain or gzip; `-` is standard input.
@safe final class TextLines {
    private let file: gzFile
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var filled = 0
    private var position = 0
    private(set) var lineNumber = 0

    init(path: String) throws {
        let opened = unsafe path == "-" ? gzdopen(dup(0), "rb") : gzopen(path, "rb")
        guard let opened = unsafe opened else {
            throw FileProblem(path: path, problem: unsafe String(cString: strerror(errno)))
        }
        unsafe file = opened
    }

    deinit { unsafe gzclose(file) }

    /// The next line without its end; `nil` after the last one.
    func next() -> [UInt8]? {
        var line: [UInt8] = []
        while true {
            if position == filled, !refill() {
                if line.isEmpty { return nil }
                break
            }
            let rest = buffer[position..<filled]
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
                line.append(contentsOf: rest)
                position = filled
                continue
            }
            line.append(contentsOf: rest[..<end])
            position = end + 1
            break
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        lineNumber += 1
        return line
    }

    private func refill() -> Bool {
        let read = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe gzread(file, bytes.baseAddress, UInt32(bytes.count))
        }
        position = 0
        filled = max(0, Int(read))
        return filled > 0
    }
}

/// A file that cannot be read or written.
struct FileProblem: Error, CustomStringConvertible {
    let path: String
    let problem: String

    var description: String { "\(path): \(problem)" }
}
