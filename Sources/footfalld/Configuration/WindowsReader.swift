import Footfall

/// Reads the windows in which people are counted and the privacy of small crowds.
struct WindowsReader {
    static let keys = ["lengths", "slot", "disorder", "lateness", "idle", "skew", "refresh"]
    private static let privacyKeys = ["smallest_crowd", "smallest_crowd_of_one_sensor", "noise", "epsilon"]
    private static let lengths = [60, 300, 900, 3600, 86_400]

    func windows(in file: Section) -> Plan.Windows {
        let section = file.section("windows", keys: Self.keys)
        let usual = Plan.Windows()
        return Plan.Windows(
            lengths: lengths(section) ?? usual.lengths,
            slot: slot(section) ?? usual.slot,
            disorder: section.duration("disorder", in: .zero ... .seconds(3600), default: usual.disorder),
            lateness: section.duration("lateness", in: .zero ... .seconds(86_400), default: usual.lateness),
            idle: section.duration("idle", in: .seconds(1) ... .seconds(86_400), default: usual.idle),
            skew: section.duration("skew", in: .zero ... .seconds(86_400), default: usual.skew),
            refresh: section.duration("refresh", in: .seconds(1) ... .seconds(60), default: usual.refresh))
    }

    func privacy(in file: Section) -> Plan.Privacy {
        let section = file.section("privacy", keys: Self.privacyKeys)
        let usual = Plan.Privacy()
        let crowd = section.decimal("smallest_crowd", from: 10, default: usual.smallestCrowd)
        let alone = section.decimal(
            "smallest_crowd_of_one_sensor", from: 10, default: usual.smallestCrowdOfOneSensor)
        if alone < crowd {
            section.findings.tell(
                "a zone with one sensor is guarded less than others", at: section.place,
                key: section.full("smallest_crowd_of_one_sensor"),
                remedy: "Make it \(crowd.short) or more", isWarning: true)
        }
        return Plan.Privacy(smallestCrowd: crowd, smallestCrowdOfOneSensor: alone)
    }

    /// `nil` when no noise is wanted.
    func epsilon(in file: Section) -> Noise.Epsilon? {
        let section = file.section("privacy", keys: Self.privacyKeys)
        let isOn = section.choice("noise", of: ["on", "off"], default: "on") == "on"
        var epsilon = Noise.Epsilon.one
        if let setting = section.setting("epsilon") {
            let hundredths = Double(setting.text).map { ($0 * 100).rounded() }
            if let hundredths, hundredths == (Double(setting.text) ?? 0) * 100,
                (10...1000).contains(hundredths),
                let chosen = Noise.Epsilon(hundredths: Int(hundredths))
            {
                epsilon = chosen
            } else {
                section.tell(
                    "\(setting.text.quoted) is no number from 0.1 to 10 with at most two decimals",
                    of: setting,
                    remedy: "Write one, such as 1; less is more noise")
            }
            if !isOn {
                section.tell(
                    "noise is off, so this has no meaning", of: setting, remedy: "Take one of the two out",
                    isWarning: true)
            }
        }
        return isOn ? epsilon : nil
    }

    private func lengths(_ section: Section) -> [Int]? {
        guard let settings = section.settings("lengths") else { return nil }
        var result: Set<Int> = []
        for setting in settings {
            guard let length = length(setting, among: Self.lengths, "1m, 5m, 15m, 1h or 1d", section) else {
                continue
            }
            if !result.insert(length).inserted {
                section.tell("\(setting.text) is there twice", of: setting, remedy: "Take one out")
            }
        }
        if settings.isEmpty {
            section.findings.tell(
                "no length at all", at: section.place(of: "lengths"), key: section.full("lengths"),
                remedy: "Choose of 1m, 5m, 15m, 1h and 1d")
        }
        return result.isEmpty ? nil : result.sorted()
    }

    private func slot(_ section: Section) -> Int? {
        section.setting("slot").flatMap { length($0, among: [900, 3600], "15m or 1h", section) }
    }

    private func length(
        _ setting: Section.Setting, among allowed: [Int], _ choice: String, _ section: Section
    ) -> Int? {
        guard let duration = Duration(configured: setting.text) else {
            section.tell("\(setting.text.quoted) is no duration", of: setting, remedy: "Choose \(choice)")
            return nil
        }
        let seconds = Int(duration.components.seconds)
        guard allowed.contains(seconds), duration == .seconds(seconds) else {
            let minutes = seconds / 60
            let divides = minutes == 0 || minutes >= 60 || 60.isMultiple(of: minutes)
            section.tell(
                divides
                    ? "\(duration.configured) is not possible here"
                    : "\(minutes) minutes do not divide an hour",
                of: setting, remedy: "Choose \(choice)")
            return nil
        }
        return seconds
    }
}
