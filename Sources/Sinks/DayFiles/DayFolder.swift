import Barometer
import Foundation

/// The folder of day files: what is in it, by which name, and how it changes.
struct DayFolder: Sendable {
    /// Without a slash at its end.
    let path: String

    init(path: String) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// A file that anyone may read.
    enum File: Hashable {
        case table(CalendarDate)
        case metadata(CalendarDate)
        case schema
        case package

        /// - Parameter name: without a folder; other names than ours give `nil`.
        init?(named name: String) {
            var known: [File] = [.schema, .package]
            if let day = CalendarDate(name.prefix(10)) { known += [.table(day), .metadata(day)] }
            guard let file = known.first(where: { $0.name == name }) else { return nil }
            self = file
        }

        var name: String {
            switch self {
            case .table(let day): "\(day).csv"
            case .metadata(let day): "\(day).csv-metadata.json"
            case .schema: "table-schema.json"
            case .package: "datapackage.json"
            }
        }
    }

    func path(of file: File) -> String { "\(path)/\(file.name)" }

    /// Makes the folder, or clears away what a crash has left half written.
    func prepare() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
            for name in try FileManager.default.contentsOfDirectory(atPath: path)
            where FreshFile.isDraft(name) {
                try FileManager.default.removeItem(atPath: "\(path)/\(name)")
            }
        } catch {
            throw FileFailure(path: path, problem: "the folder cannot be made or read")
        }
    }

    /// Days that have a table, in order.
    func days() throws -> [CalendarDate] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).compactMap { name in
                if case .table(let day) = File(named: name) { day } else { nil }
            }.sorted()
        } catch {
            throw FileFailure(path: path, problem: "the folder cannot be read")
        }
    }

    /// - Parameter changes: by key, each key once.
    func apply(_ changes: [DayChange], to day: CalendarDate, of city: CityDescription) throws {
        let table = path(of: .table(day))
        let old = try LineReader(table)
        // What is taken back from a day that is let go makes no table without rows.
        guard old != nil || changes.contains(where: { $0.row != nil }) else { return }
        try put(DayDescription(city: city).metadata(of: day), into: .metadata(day))
        let new = try FreshFile(table)
        if try DayTable.merge(changes, into: old, writing: new, name: table) || old == nil {
            try new.takePlace()
        }
    }

    /// Says which days there are. Comes last, so that it names nothing that is not there.
    func describe(_ city: CityDescription, without gone: Set<CalendarDate> = []) throws {
        let description = DayDescription(city: city)
        try put(description.schema, into: .schema)
        try put(description.package(of: days().filter { !gone.contains($0) }), into: .package)
        try FreshFile.syncFolder(path)
    }

    func remove(_ days: [CalendarDate]) throws {
        for day in days {
            for file in [File.table(day), .metadata(day)] {
                try? FileManager.default.removeItem(atPath: path(of: file))
            }
        }
        try FreshFile.syncFolder(path)
    }

    /// Leaves a file alone that has this content already.
    private func put(_ content: JSONTree, into file: File) throws {
        let bytes = [UInt8](try JSON.data(content)) + [UInt8(ascii: "\n")]
        if FileManager.default.contents(atPath: path(of: file)).map([UInt8].init) == bytes { return }
        let new = try FreshFile(path(of: file))
        try new.write(bytes)
        try new.takePlace()
    }
}
