import Foundation

/// A report as a file; one with counts is for its owner's eyes alone.
struct ReportFile {
    let path: String

    func write(_ report: Report) throws(FileProblem) {
        let page = Data(report.html.utf8)
        do {
            guard report.isPrivate else {
                return try page.write(to: URL(filePath: path), options: .atomic)
            }
            // Closed to others before anything is in it.
            let manager = FileManager.default
            guard manager.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            try file.write(contentsOf: page)
            try file.close()
        } catch {
            throw FileProblem(
                path: path, problem: "cannot be written; name a file in a folder that is there and is yours")
        }
    }
}
