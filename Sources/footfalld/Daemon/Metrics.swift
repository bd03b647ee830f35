import Synchronization

/// Counters and gauges for Prometheus, in its text format 0.0.4.
final class Metrics: Sendable {
    private struct Family {
        let kind: String
        let help: String
        var values: [String: Double] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    /// Adds to a counter; `labels` as in `code="late"`.
    func count(_ name: String, _ help: String, by amount: Int = 1, labels: String = "") {
        families.withLock { families in
            families[name, default: Family(kind: "counter", help: help)].values[labels, default: 0] += Double(
                amount)
        }
    }

    func set(_ name: String, _ help: String, to value: Double, labels: String = "") {
        families.withLock { families in
            families[name, default: Family(kind: "gauge", help: help)].values[labels] = value
        }
    }

    var text: String {
        families.withLock { families in
            families.sorted { $0.key < $1.key }.map { name, family in
                let lines = family.values.sorted { $0.key < $1.key }.map { labels, value in
                    "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(format(value))"
                }
                return "# HELP \(name) \(family.help)\n# TYPE \(name) \(family.kind)\n"
                    + lines.joined(separator: "\n") + "\n"
            }.joined()
        }
    }

    private func format(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}
