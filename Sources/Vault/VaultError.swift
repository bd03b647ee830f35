import Footfall
import GRDB

/// What the vault could not do, and the way out. Whatever failed, nothing of it was stored.
public struct VaultError: Error, Hashable, CustomStringConvertible {
    /// What went wrong, and where.
    public let what: String
    /// What the operator can do about it.
    public let remedy: String
    /// The disk is full or fails: the same call may succeed later, so stay disconnected and try again.
    public let isFull: Bool

    public init(what: String, remedy: String, isFull: Bool = false) {
        self.what = what
        self.remedy = remedy
        self.isFull = isFull
    }

    public var description: String { "\(what); \(remedy)" }
}

extension VaultError {
    /// What SQLite or a decoder said about a file.
    init(_ file: String, _ error: any Error) {
        switch error {
        case let error as VaultError:
            self = error
        case let error as DatabaseError:
            let text = error.message ?? "no message"
            self.init(
                what: "\(file): \(text) (SQLite code \(error.extendedResultCode.rawValue))",
                remedy: Self.remedy(error.resultCode),
                isFull: [.SQLITE_FULL, .SQLITE_IOERR].contains(error.resultCode))
        case let error as Damage:
            self = .damaged(file, "byte \(error.position) of a row makes no sense")
        case let error as Garbled:
            self = .damaged(file, error.what)
        case let error as DecodingError:
            self = .damaged(file, "a stored reading cannot be read: \(error)")
        default:
            self.init(
                what: "\(file): \(error)", remedy: "see whether file and daemon are of the same release")
        }
    }

    static func damaged(_ file: String, _ detail: String) -> VaultError {
        VaultError(what: "\(file) is damaged: \(detail)", remedy: remedy(.SQLITE_CORRUPT))
    }

    private static func remedy(_ code: ResultCode) -> String {
        switch code {
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            "make the data folder and its files writable by the daemon's user"
        case .SQLITE_FULL: "free some space on the disk of the data folder, or shorten the retention"
        case .SQLITE_IOERR: "look at the health and the free space of the disk in the system log"
        case .SQLITE_BUSY, .SQLITE_LOCKED: "close other programs that write to the file"
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            "restore the file from a copy, or move it away and import the history again"
        default: "see whether file and daemon are of the same release"
        }
    }
}

/// Stored bytes that this program would not have written.
struct Garbled: Error {
    let what: String
}
