import Barometer
import Foundation
import Hummingbird

/// `/days`: the files of `DayFiles`, as they are in their folder.
struct DaysRoute: Sendable {
    /// `nil` when there are none.
    let folder: DayFolder?

    func add(to router: Router<SiteContext>) {
        router.get("/days") { request, _ in try list(request) }
        router.get("/days/:file") { request, context in
            try file(named: context.parameters.get("file") ?? "", request)
        }
    }

    private func list(_ request: Request) throws -> Response {
        let days = try kept().days().reversed().map(Item.init)
        return try Document(json: Answer(package: "/days/\(DayFolder.File.package.name)", items: days))
            .response(to: request)
    }

    private struct Answer: Encodable {
        let package: String
        /// Newest first.
        let items: [Item]
    }

    private struct Item: Encodable {
        let day: String
        let table: String
        let metadata: String

        init(_ day: CalendarDate) {
            self.day = "\(day)"
            table = "/days/\(DayFolder.File.table(day).name)"
            metadata = "/days/\(DayFolder.File.metadata(day).name)"
        }
    }

    /// The name is never a path: it is read as one of ours, and written anew.
    private func file(named name: String, _ request: Request) throws -> Response {
        let folder = try kept()
        guard let file = DayFolder.File(named: name), let open = OpenFile(folder.path(of: file)) else {
            throw Problem.notFound("There is no such day file; /days lists those that there are.")
        }
        var headers: HTTPFields = [
            .eTag: open.tag, .cacheControl: "public, max-age=60", .contentType: file.mediaType,
            .vary: "Accept",
        ]
        if case .table(let day) = file {
            let metadata = DayFolder.File.metadata(day).name
            headers[.link] = "<\(metadata)>; rel=\"describedby\"; type=\"application/csvm+json\""
        }
        if let known = request.headers[.ifNoneMatch], Document.matches(known, open.tag) {
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: open.body)
    }

    private func kept() throws -> DayFolder {
        guard let folder else {
            throw Problem.notFound(
                "No day files are kept here; whoever runs this can name a folder for them as"
                    + " stores.day_files.folder.")
        }
        return folder
    }
}

extension DayFolder.File {
    fileprivate var mediaType: String {
        switch self {
        case .table: "text/csv; charset=utf-8; header=present"
        case .metadata: "application/csvm+json"
        case .schema, .package: "application/json"
        }
    }
}

/// A file as it was when it was opened, even if another takes its place meanwhile.
private struct OpenFile {
    private let handle: FileHandle
    private let facts: Facts

    /// What tells a file from the one before it: a file that changes is another file.
    private struct Facts: Equatable {
        let number: Int
        let size: Int
        /// Since 1970.
        let seconds: Double

        /// `nil` when there is no such file.
        init?(_ path: String) {
            guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
                let number = facts[.systemFileNumber] as? Int, let size = facts[.size] as? Int,
                let changed = facts[.modificationDate] as? Date
            else { return nil }
            (self.number, self.size, seconds) = (number, size, changed.timeIntervalSince1970)
        }
    }

    /// `nil` when it cannot be read.
    init?(_ path: String) {
        while let before = Facts(path) {
            guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
            // Otherwise it was replaced between both looks, which is rare.
            guard before == Facts(path) else { continue }
            (self.handle, facts) = (handle, before)
            return
        }
        return nil
    }

    var tag: String {
        let marks = [UInt64(facts.number), UInt64(facts.size), facts.seconds.bitPattern]
        return "\"" + marks.map { String($0, radix: 36) }.joined(separator: ".") + "\""
    }

    var body: ResponseBody {
        ResponseBody(contentLength: facts.size) { [handle] writer in
            while let part = try handle.read(upToCount: 1 << 16), !part.isEmpty {
                try await writer.write(ByteBuffer(bytes: part))
            }
            try await writer.finish(nil)
        }
    }
}
