import Foundation

/// Reads a table line by line, whatever its size. A line break within quotes belongs to its line.
final class LineReader {
    private let handle: FileHandle
    private let path: String
    private var buffer: [UInt8] = []
    private var position = 0

    /// `nil` when there is no such file.
    init?(_ path: String) throws(FileFailure) {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw FileFailure(path: path, problem: "the file cannot be read")
        }
        self.handle = handle
        self.path = path
    }

    /// The next line with its end; `nil` when there are no more.
    func next() throws(FileFailure) -> ArraySlice<UInt8>? {
        var (end, isQuoted) = (position, false)
        while true {
            if end == buffer.count {
                let (start, length) = (position, end - position)
                guard try fill() else {
                    position = buffer.count
                    return length == 0 ? nil : buffer[(buffer.count - length)...]
                }
                end -= start
            }
            let byte = buffer[end]
            end += 1
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            guard byte == UInt8(ascii: "\n"), !isQuoted else { continue }
            defer { position = end }
            return buffer[position..<end]
        }
    }

    /// Lets go of what was read, and reads more behind what was not. `false` at the end of the file.
    private func fill() throws(FileFailure) -> Bool {
        buffer.removeFirst(position)
        position = 0
        do {
            guard let more = try handle.read(upToCount: 1 << 16), !more.isEmpty else { return false }
            buffer.append(contentsOf: more)
            return true
        } catch {
            throw FileFailure(path: path, problem: "the file cannot be read")
        }
    }
}
