import Foundation

/// The folder of everything private: only its owner may enter, and only one daemon at a time.
///
/// The lock is held for as long as the value lives; journal and store hold on to it.
public final class DataFolder: Sendable {
    /// Without a slash at its end.
    public let path: String
    private let lock: HouseLock

    /// Makes the folder with mode 0700 when there is none, and takes its lock.
    public init(path: String) throws(VaultError) {
        self.path = path
        do {
            let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: mode)
            try FileManager.default.setAttributes(mode, ofItemAtPath: path)
        } catch {
            throw VaultError(
                what: "no data folder \(path): \(error.localizedDescription)",
                remedy: "let 'data' name a folder that belongs to the daemon's user")
        }
        lock = try HouseLock(path: path + "/lock")
    }

    /// The path of a file in the folder, made empty with mode 0600 when there is none.
    ///
    /// SQLite gives the files beside it the same mode. A file that is there is not opened: to close it again
    /// would let go of the locks that SQLite may hold on it.
    func file(_ name: String) throws(VaultError) -> String {
        let file = path + "/" + name
        let descriptor = unsafe open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw VaultError("cannot make \(file)", errno)
        }
        guard unsafe chmod(file, 0o600) == 0 else { throw VaultError("cannot protect \(file)", errno) }
        return file
    }
}

/// Keeps a second daemon out, in this process or another. Let go of at the end, even after a crash.
final class HouseLock: Sendable {
    private let descriptor: Int32

    init(path: String) throws(VaultError) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw VaultError("cannot open \(path)", errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw VaultError("cannot lock \(path)", code) }
            throw VaultError(
                what: "\(path) is held by another footfalld",
                remedy: "stop the other one, or give this one a data folder of its own")
        }
    }

    deinit { close(descriptor) }
}

extension VaultError {
    /// What the system said about the data folder.
    init(_ what: String, _ code: Int32) {
        self.init(
            what: "\(what): error \(code) of the system",
            remedy: "make the data folder and its files writable by the daemon's user",
            isFull: code == ENOSPC || code == EDQUOT || code == EIO)
    }
}
