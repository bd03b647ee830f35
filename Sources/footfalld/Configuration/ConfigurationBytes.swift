import Foundation

/// All that numbers depend on beside what is counted: the files of a configuration and the variables, as bytes to digest.
enum ConfigurationBytes {
    /// Files with other endings, such as passwords, are none of it.
    private static let endings: Set<String> = ["yaml", "yml", "geojson", "csv", "json", "ics"]
    /// Variables that begin so say where things are, not how numbers come about.
    private static let places = [
        "BROKER", "STORES", "HTTP", "ALARMS", "LOG", "PUBLISHER", "JOURNAL",
    ].map { "FOOTFALL_" + $0 }

    /// The same for the same names and contents, wherever the folder lies.
    static func of(folder: String, environment: [String: String]) -> [UInt8] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        var bytes: [UInt8] = []
        for name in names.sorted() where endings.contains(URL(filePath: name).pathExtension) {
            guard let content = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
            bytes += Array("\(name) \(content.count)\n".utf8) + content
        }
        for (name, value) in environment.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("FOOTFALL_") && !places.contains(where: name.hasPrefix) {
            bytes += Array("\(name)=\(value)\n".utf8)
        }
        return bytes
    }
}
