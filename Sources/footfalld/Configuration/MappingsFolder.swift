import Footfall

/// Reads the mappings of vendors: each `.yaml` or `.yml` file below `mappings`.
struct MappingsFolder {
    let folder: ConfigurationFolder
    let host: Mapping.Host

    func read() -> [Mapping] {
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
            let (mapping, problems) = Mapping.compile(node, host: host)
            folder.findings.tell(problems)
            guard let name = mapping?.name else { return nil }
            let place = node["name"]?.place ?? node.place
            if let other = names[name] {
                folder.findings.tell(
                    "\(other.file) has the name \(name.quoted) already", at: place, key: "name",
                    remedy: "Give each mapping a name of its own")
            }
            names[name] = place
            return mapping
        }
    }
}
