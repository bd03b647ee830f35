public import Barometer
import Foundation
import GRDB

/// A look into the state while a daemon is at work on it: reads, locks nothing, changes nothing.
public struct OpenBook: Sendable {
    private let queue: DatabaseQueue
    private static let name = "state.sqlite"

    /// - Parameter path: the data folder.
    public init(path: String) throws(VaultError) {
        let file = "\(path)/\(Self.name)"
        guard FileManager.default.fileExists(atPath: file) else {
            throw VaultError(
                what: "there is no \(file)", remedy: "let --data name the data folder of a daemon")
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            queue = try DatabaseQueue(path: file, configuration: configuration)
        } catch {
            throw VaultError(Self.name, error)
        }
    }

    /// All that are raised, by zone and rule.
    public func alarms() throws(VaultError) -> [Alarm] {
        do {
            return try queue.read { try AlarmTable.raised(in: $0) }
        } catch {
            throw VaultError(Self.name, error)
        }
    }
}
