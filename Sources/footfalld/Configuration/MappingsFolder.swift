import Footfall

/// Reads the mappings of vendors: each `.yaml` or `.yml` file below `mappings`.
struct MappingsFolder {
    let folder: ConfigurationFolder

    func read() -> [Node] {
        let files = folder.files(in: "mappings", endings: ["yaml", "yml"])
        if files.isEmpty {
            folder.findings.tell(
                "there is no mapping, so no message is understood", at: .init(file: "mappings"),
                key: "mappings",
                remedy: "Put in the mapping of each vendor", isWarning: true)
        }
        var names: [String: Problem.Place] = [:]
        return files.compactMap { file in
            guard let node = folder.yaml(file) else { return nil }
            guard case .scalar(let name) = node["name"]?.content, !name.isEmpty else { return node }
            let place = node["name"]?.place ?? node.place
            if let other = names[name] {
                folder.findings.tell(
                    "\(other.file) has the name \(name.quoted) already", at: place, key: "name",
                    remedy: "Give each mapping a name of its own")
            }
            names[name] = place
            return node
        }
    }
}
