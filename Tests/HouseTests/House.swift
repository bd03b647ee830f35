import Foundation

/// The folder that all of this is in, read as text: what a guard looks at.
enum House {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct Source {
        /// Without the ending: a file is named after its main type.
        let name: String
        /// Below the root.
        let path: String
        /// Without comments.
        let code: String
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The names in a folder, sorted.
    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).sorted()
    }

    /// All Swift files below a folder.
    static func sources(in folder: String) throws -> [Source] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            Source(
                name: URL(filePath: path).deletingPathExtension().lastPathComponent,
                path: "\(folder)/\(path)", code: withoutComments(try text("\(folder)/\(path)")))
        }
    }

    static func withoutComments(_ text: String) -> String {
        text.replacing(#/(?s)/\*.*?\*//#, with: " ").replacing(#///[^\n]*/#, with: "")
    }

    /// The modules that a file imports, in whatever way it says so.
    static func imports(in code: String) -> Set<String> {
        let line =
            #/(?m)(?:^|;)[ \t]*(?:(?:@\w+(?:\([^)]*\))?|public|package|internal|fileprivate|private)\s+)*import\s+(?:(?:struct|class|enum|protocol|typealias|func|var|let|actor)\s+)?(\w+)/#
        return Set(code.matches(of: line).map { String($0.1) })
    }

    /// The heads of types and extensions in a file, from the keyword to the brace.
    static func heads(in code: String) -> [String] {
        code.matches(of: #/\b(?:struct|class|actor|enum|extension|protocol)\s+[A-Z][^{}]*\{/#.plain)
            .map { String($0.0) }
    }
}

extension Regex {
    /// With `\b` between any letter and any other sign: by Unicode's rules there is none inside `Task.sleep`.
    var plain: Self { wordBoundaryKind(.simple) }
}
