public import Barometer
import Dispatch
import Foundation

/// Readings and impacts as open tables: a folder with a CSV file for each UTC day, and what describes them.
///
/// A file has the newest version of everything whose window began on its day, ordered by its key. It is replaced as a
/// whole, and what `write` was given has reached the disk when it returns. The folder needs no other store.
public struct DayFiles: GatheringSink {
    public struct Settings: Hashable, Sendable {
        /// Made when it is not there.
        public var folder: String
        /// Whole days that files stay, above zero; `nil` keeps all.
        public var retentionDays: Int?
        /// How long readings are gathered before the files of their days are written again.
        public var interval: Duration

        public init(folder: String, retentionDays: Int? = nil, interval: Duration = .seconds(300)) {
            self.folder = folder
            self.retentionDays = retentionDays
            self.interval = interval
        }
    }

    public let name = "day_files"
    public var interval: Duration { settings.interval }
    /// Of the folder, without a slash at its end.
    public var path: String { folder.path }
    let folder: DayFolder
    private let settings: Settings
    private let city: @Sendable () -> CityDescription
    private let queue = DispatchQueue(label: "day files")

    /// - Parameter city: asked at each write, so that a new configuration shows.
    public init(_ settings: Settings, city: @escaping @Sendable () -> CityDescription) {
        self.settings = settings
        self.city = city
        folder = DayFolder(path: settings.folder)
    }

    public func write(_ publications: [Publication]) async throws(SinkError) {
        guard !publications.isEmpty else { return }
        try await work { [folder, city] in
            try folder.prepare()
            try DayPlaces(in: folder).change { places in
                var changes = DayChanges()
                for publication in publications { try changes.take(publication, places) }
                for (day, changes) in changes.byDay { try folder.apply(changes, to: day, of: city()) }
                try folder.describe(city())
            }
        }
    }

    /// Removes the files of days that are older than `retentionDays`; returns how many days.
    @discardableResult
    public func prune(asOf now: EventTime) async throws(SinkError) -> Int {
        guard let days = settings.retentionDays else { return 0 }
        let oldest = now.utcDate.advanced(byDays: -days)
        return try await work { [folder, city] in
            let old = try folder.days().filter { $0 < oldest }
            guard !old.isEmpty else { return 0 }
            try folder.describe(city(), without: Set(old))
            try folder.remove(old)
            try DayPlaces(in: folder).change { try $0.forget(before: EventTime(oldest)) }
            return old.count
        }
    }

    /// Files block, so they have a thread beside those that must not wait.
    private func work<Value: Sendable>(
        _ body: @Sendable @escaping () throws -> Value
    ) async throws(SinkError) -> Value {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                queue.async { continuation.resume(with: Result(catching: body)) }
            }
        } catch {
            throw SinkError(dayFiles: error)
        }
    }
}

extension SinkError {
    /// What stands in the way of the files.
    fileprivate init(dayFiles error: any Error) {
        switch error {
        case let error as FileFailure:
            self.init(
                sink: "day_files", problem: "\(error)", remedy: error.remedy, retryHelps: true)
        case let error as ForeignTable:
            self.init(
                sink: "day_files", problem: "\(error)",
                remedy: "move the file away: the next one begins with what is published from now on",
                retryHelps: false)
        default:
            let told = SinkError(store: error)
            self.init(
                sink: "day_files", problem: told.problem, remedy: told.remedy, retryHelps: told.retryHelps)
        }
    }
}
