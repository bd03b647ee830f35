import Glibc

/// A file that takes the place of another one as a whole, and only once it is on disk.
///
/// If it never does, nothing is left of it.
final class FreshFile {
    private let path: String
    private let draft: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isInPlace = false

    /// - Parameter path: of the file whose place is taken; a hidden draft is written beside it.
    init(_ path: String) throws(FileFailure) {
        let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        self.path = path
        draft = path[..<cut] + "." + path[cut...] + ".new"
        descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0, fchmod(descriptor, 0o644) == 0 else {
            throw FileFailure(path: draft, problem: "the file cannot be made", code: errno)
        }
    }

    /// Whether a file of this name was never finished.
    static func isDraft(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(".new") }

    deinit {
        close(descriptor)
        if !isInPlace { _ = unsafe unlink(draft) }
    }

    func write(_ bytes: some Collection<UInt8>) throws(FileFailure) {
        buffer.append(contentsOf: bytes)
        if buffer.count > 1 << 16 { try flush() }
    }

    func takePlace() throws(FileFailure) {
        try flush()
        guard fsync(descriptor) == 0, unsafe rename(draft, path) == 0 else {
            throw FileFailure(path: path, problem: "the file cannot be replaced", code: errno)
        }
        isInPlace = true
    }

    private func flush() throws(FileFailure) {
        var rest = buffer[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                throw FileFailure(path: draft, problem: "the file cannot be written", code: errno)
            }
            rest = rest.dropFirst(written)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Makes the names in a folder durable.
    static func syncFolder(_ path: String) throws(FileFailure) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw FileFailure(path: path, problem: "the folder cannot be opened", code: errno)
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw FileFailure(path: path, problem: "the folder cannot be made durable", code: errno)
        }
    }
}

/// What the system said of a file.
struct FileFailure: Error, CustomStringConvertible {
    let path: String
    let problem: String
    /// Of the system; 0 where it gave none.
    var code: Int32 = 0

    var description: String { "\(path): \(problem)" + (code == 0 ? "" : " (system error \(code))") }

    var remedy: String {
        switch code {
        case ENOSPC, EDQUOT: "free some space on its disk, or shorten the retention"
        case EIO: "look at the health of the disk in the system log"
        default: "let the daemon's user write to the folder"
        }
    }
}
