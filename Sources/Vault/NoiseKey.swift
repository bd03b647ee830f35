import Foundation

/// The key of the noise, made at the first start and kept for ever: `noise.key`, 32 bytes that only its owner reads.
///
/// Whoever has it can take the noise out of all that was ever published, so it goes into no log and no copy for
/// others. Without it, what is published from then on is safe as before, but no replay gives the same noise.
public struct NoiseKey: Sendable {
    public static let name = "noise.key"
    static let length = 32

    public let bytes: [UInt8]
    /// Made by this call.
    public let isNew: Bool

    /// Reads the key of a data folder, or makes one; a new one is on the disk when this returns.
    public init(in folder: DataFolder) throws(VaultError) {
        let path = folder.path + "/" + Self.name
        if unsafe access(path, F_OK) == 0 {
            bytes = try Self.read(path)
            isNew = false
        } else {
            var system = SystemRandomNumberGenerator()
            bytes = (0..<Self.length).map { _ in .random(in: .min ... .max, using: &system) }
            isNew = true
            try Self.write(bytes, to: path, in: folder.path)
        }
    }

    /// Reads the key of a data folder that a daemon may be using.
    public init(readingFrom folder: String) throws(VaultError) {
        bytes = try Self.read(folder + "/" + Self.name)
        isNew = false
    }

    private static func read(_ path: String) throws(VaultError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw VaultError("cannot read \(path)", errno) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: length + 1)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        guard count == length else {
            throw VaultError(
                what: "\(path) is damaged: a key has \(length) bytes",
                remedy: "restore it from a copy, or remove it: a new one is made at the next start")
        }
        return Array(bytes.prefix(length))
    }

    /// Under another name first, so that there is never half a key.
    private static func write(_ bytes: [UInt8], to path: String, in folder: String) throws(VaultError) {
        let draft = path + ".new"
        _ = unsafe unlink(draft)
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw VaultError("cannot make \(draft)", errno) }
        let isWritten =
            unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        guard isWritten else { throw VaultError("cannot write \(draft)", code) }
        guard unsafe rename(draft, path) == 0 else { throw VaultError("cannot make \(path)", errno) }
        try sync(folder)
    }

    private static func sync(_ folder: String) throws(VaultError) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw VaultError("cannot open \(folder)", errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw VaultError("cannot write \(folder)", errno) }
    }
}
