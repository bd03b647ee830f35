import Footfall
import Foundation

/// A mapping's file on its own, outside of a configuration.
enum MappingFile {
    /// - Parameter environment: where `TZDIR` may stand.
    /// - Returns: no mapping when a problem is more than a warning.
    static func read(_ path: String, environment: [String: String]) -> (Mapping?, [Problem]) {
        let findings = Findings(environment: environment)
        let url = URL(fileURLWithPath: path)
        let folder = ConfigurationFolder(path: url.deletingLastPathComponent().path, findings: findings)
        let zones = TimeZoneFile(environment: environment)
        var mapping: Mapping?
        if let node = folder.yaml(url.lastPathComponent) {
            let (compiled, problems) = Mapping.compile(node, host: .daemon(city: nil, zones: zones))
            findings.tell(problems)
            mapping = compiled
        }
        let problems = findings.problems.sorted { ($0.place, $0.key) < ($1.place, $1.key) }
        return (problems.allSatisfy(\.isWarning) ? mapping : nil, problems)
    }
}

extension Mapping.Host {
    /// With the system's time zones and zlib.
    static func daemon(city: CityClock?, zones: TimeZoneFile) -> Mapping.Host {
        Mapping.Host(
            city: city ?? zones.clock(named: "Europe/Brussels"), zone: { zones.clock(named: $0) },
            inflate: { Inflate.unfold($0, limit: $1) })
    }
}
