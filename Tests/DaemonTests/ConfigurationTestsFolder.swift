import Footfall
import Foundation

@testable import footfalld

/// A configuration folder that is complete, but for what a test says; gone when nobody holds it.
final class TestFolder {
    let url: URL
    static let mapping = """
        name: gates
        match: { topic: "gates/{sensor}/count" }
        fields: { sensor: "{sensor}", count: $.count, kind: delta }
        time: { start: $.start, duration: $.duration_s }
        dedup: [sensor, time, direction]
        """

    /// - Parameter files: instead of the complete ones; an empty text leaves a file out.
    init(_ files: [String: String]) throws {
        url = FileManager.default.temporaryDirectory.appending(path: "footfall-\(UUID().uuidString)")
        let complete = [
            "footfall.yaml": "city: {name: Test}\nbroker: {host: localhost}\n",
            "zones.geojson": #"{"features": [{"properties": {"id": "old-market"}}]}"#,
            "sensors.csv": "sensor,zone\ngate-1,old-market\n",
            "mappings/gates.yaml": Self.mapping,
        ]
        for (name, text) in complete.merging(files, uniquingKeysWith: { $1 }) where !text.isEmpty {
            let file = url.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func read(_ environment: [String: String] = [:]) -> (Configuration?, [Problem]) {
        Configuration.read(folder: url.path(), environment: environment)
    }
}
