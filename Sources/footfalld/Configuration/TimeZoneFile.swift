import Footfall
import Foundation

/// Finds the city's clock in the time zone database of the system.
struct TimeZoneFile {
    /// `TZDIR` goes before the usual folder.
    let environment: [String: String]

    private var database: String { environment["TZDIR"] ?? "/usr/share/zoneinfo" }

    /// - Returns: the clock and its name; UTC after a problem.
    func clock(in city: Section) -> CityClock {
        let setting =
            city.setting("timezone")
            ?? .init(text: "Europe/Brussels", place: city.place, key: city.full("timezone"))
        let name = setting.text
        if let clock = clock(named: name) { return clock }
        guard FileManager.default.fileExists(atPath: "\(database)/Europe/Brussels") else {
            city.tell(
                "there is no time zone database in \(database)", of: setting,
                remedy: "Install it with apt install tzdata, or point TZDIR at it")
            return .utc
        }
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: database)) ?? []
        let nearest = name.nearest(among: names.filter { !$0.hasPrefix("posix") && !$0.hasPrefix("right") })
        city.tell(
            "\(name.quoted) is no time zone", of: setting,
            remedy: nearest.map { "Perhaps \($0) was meant" }
                ?? "Choose an IANA name, such as Europe/Brussels")
        return .utc
    }

    /// - Parameter name: an IANA name, such as `Europe/Brussels`.
    /// - Returns: `nil` when there is no such zone.
    func clock(named name: String) -> CityClock? {
        guard !name.hasPrefix("/"), !name.contains(".."), name.utf8.allSatisfy({ $0 > 32 && $0 < 127 }),
            let bytes = ConfigurationFolder.bytes(of: "\(database)/\(name)", upTo: 1 << 20)
        else { return nil }
        return CityClock(name: name, timeZoneFile: bytes)
    }
}
