import Dispatch
import Foundation
import ServiceLifecycle

/// Looks at the files of the calendars now and then, so that a change needs no signal.
///
/// A change is told once the files have stayed as they are from one look to the next: what is just being written is
/// not read by half. Looking, other than waiting for the system's word, also works on folders of the network.
struct CalendarWatch: Service {
    /// Of the configuration.
    let folder: String
    /// Above zero.
    let interval: Duration
    let afterChange: @Sendable () -> Void

    /// A file as it was seen; its content is not looked at.
    private struct Sight: Equatable, Sendable {
        let name: String
        let size: Int?
        let changed: Date?
        let number: Int?
    }

    func run() async throws {
        var seen = await Self.apart { look() }
        // The first time all is read again: it may have changed while the daemon started.
        var told: [Sight]?
        for await _ in AsyncStream.beats(every: interval).cancelOnGracefulShutdown() {
            let now = await Self.apart { look() }
            if now == seen, now != told {
                told = now
                await Self.apart { afterChange() }
            }
            seen = now
        }
    }

    private static let thread = DispatchQueue(label: "calendars", qos: .utility)

    /// A folder of the network may let its readers wait for long.
    private static func apart<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            thread.async { continuation.resume(returning: work()) }
        }
    }

    private func look() -> [Sight] {
        let folder = ConfigurationFolder(path: folder, findings: Findings(environment: [:]))
        return EventCalendars.files(in: folder).map { name in
            let file = try? FileManager.default.attributesOfItem(atPath: folder.absolute(name))
            return Sight(
                name: name, size: file?[.size] as? Int, changed: file?[.modificationDate] as? Date,
                number: file?[.systemFileNumber] as? Int)
        }
    }
}
