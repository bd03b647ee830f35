import Footfall

/// Values of each kind, with the range in which they make sense.
extension Section {
    func text(_ key: String) -> String? { setting(key)?.text }

    func text(_ key: String, default usual: String) -> String { text(key) ?? usual }

    func integer(_ key: String, in range: ClosedRange<Int>, default usual: Int) -> Int {
        guard let setting = setting(key) else { return usual }
        guard let number = Int(setting.text), range.contains(number) else {
            tell(
                "\(setting.text.quoted) is no whole number from \(range.lowerBound) to \(range.upperBound)",
                of: setting, remedy: "Write one, such as \(usual)")
            return usual
        }
        return number
    }

    func decimal(_ key: String, from least: Double, default usual: Double) -> Double {
        guard let setting = setting(key) else { return usual }
        guard let number = Double(setting.text), number.isFinite, number >= least, number <= 1e9 else {
            tell(
                "\(setting.text.quoted) is no number from \(least.short) on", of: setting,
                remedy: "Write one, such as \(usual.short)")
            return usual
        }
        return number
    }

    func duration(_ key: String, in range: ClosedRange<Duration>, default usual: Duration) -> Duration {
        guard let setting = setting(key) else { return usual }
        guard let duration = Duration(configured: setting.text) else {
            tell(
                "\(setting.text.quoted) is no duration", of: setting,
                remedy: "Write a number and ms, s, m, h or d, such as \(usual.configured)")
            return usual
        }
        guard range.contains(duration) else {
            tell(
                "\(duration.configured) is out of range", of: setting,
                remedy: "Choose \(range.lowerBound.configured) to \(range.upperBound.configured)")
            return usual
        }
        return duration
    }

    func size(_ key: String, in range: ClosedRange<ByteSize>, default usual: ByteSize) -> Int {
        guard let setting = setting(key) else { return usual.bytes }
        guard let size = ByteSize(configured: setting.text) else {
            tell(
                "\(setting.text.quoted) is no size", of: setting,
                remedy: "Write a number and B, KiB or MiB, such as \(usual.configured)")
            return usual.bytes
        }
        guard range.contains(size) else {
            tell(
                "\(size.configured) is out of range", of: setting,
                remedy: "Choose \(range.lowerBound.configured) to \(range.upperBound.configured)")
            return usual.bytes
        }
        return size.bytes
    }

    func flag(_ key: String, default usual: Bool) -> Bool {
        choice(key, of: ["true", "false"], default: usual ? "true" : "false") == "true"
    }

    func choice(_ key: String, of words: [String], default usual: String) -> String {
        guard let setting = setting(key) else { return usual }
        guard words.contains(setting.text) else {
            tell(
                "\(setting.text.quoted) is not known here", of: setting,
                remedy: setting.text.remedy(among: words))
            return usual
        }
        return setting.text
    }

    /// Several values: a list, or one; from the environment separated by commas.
    func settings(_ key: String) -> [Setting]? {
        if let name = variable(key), let text = findings.variable(name) {
            return text.split(separator: ",").map {
                Setting(text: $0.trimmed, place: .environment, key: name)
            }
        }
        guard case .list(let nodes) = node(key)?.content else { return setting(key).map { [$0] } }
        return nodes.compactMap { node in
            guard case .scalar(let text) = node.content, !text.isEmpty else {
                findings.tell(
                    "expected a value", at: node.place, key: full(key), remedy: "Write one value a line")
                return nil
            }
            return Setting(text: text, place: node.place, key: full(key))
        }
    }
}

extension String {
    /// For messages: short, in quotes.
    var quoted: String { "'" + (count > 40 ? prefix(40) + "…" : self) + "'" }
}

extension StringProtocol {
    /// Without spaces at both ends.
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension Double {
    /// Without a fraction of zero.
    var short: String { self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)" }
}
