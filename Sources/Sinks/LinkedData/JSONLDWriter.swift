/// A resource as JSON-LD with the short names of our context; things that it tells of are nested.
struct JSONLDWriter {
    let addresses: AddressSpace

    func document(_ resource: Resource) -> JSONTree {
        var members = members(of: resource)
        members["@context"] = .text(addresses.context)
        return .object(members)
    }

    private func members(of resource: Resource) -> [String: JSONTree] {
        var members: [String: JSONTree] = [:]
        if let address = resource.address { members["@id"] = .text(Escaping.address(address)) }
        for property in resource.statements.map(\.property) {
            let values = resource.statements.filter { $0.property == property }.map(\.value)
            if property == .rdf("type") {
                members["@type"] = one(values.map { .text(name($0)) })
            } else if let entry = JSONLDContext.entry(of: property), fits(values, entry.shape) {
                members[entry.name] = written(values, entry.shape)
            } else {
                members[property.short] = one(values.map(inFull))
            }
        }
        return members
    }

    private func fits(_ values: [Resource.Value], _ shape: JSONLDContext.Shape) -> Bool {
        values.allSatisfy { value in
            switch (value, shape) {
            case (.address, .address), (.term, .address), (_, .resource), (.words, .words): true
            case (.typed(_, let type), .literal(let expected)): type == expected
            default: false
            }
        }
    }

    private func written(_ values: [Resource.Value], _ shape: JSONLDContext.Shape) -> JSONTree {
        switch shape {
        case .address: one(values.map { .text(name($0)) })
        case .resource: one(values.map(inFull))
        case .literal: one(values.map(plain))
        case .words: words(values)
        }
    }

    /// By language; several in one language as a list.
    private func words(_ values: [Resource.Value]) -> JSONTree {
        var languages: [String: [JSONTree]] = [:]
        for case .words(let text, let language) in values {
            languages[language, default: []].append(.text(text))
        }
        return .object(languages.mapValues(one))
    }

    private func plain(_ value: Resource.Value) -> JSONTree {
        guard case .typed(let text, let type) = value else { return inFull(value) }
        return type == .xsd("integer") ? Int(text).map(JSONTree.integer) ?? .text(text) : .text(text)
    }

    private func inFull(_ value: Resource.Value) -> JSONTree {
        switch value {
        case .term, .address: .object(["@id": .text(name(value))])
        case .resource(let resource): .object(members(of: resource))
        case .typed(let text, let type): .object(["@value": .text(text), "@type": .text(type.short)])
        case .words(let text, let language):
            .object(["@value": .text(text), "@language": .text(language)])
        case .text(let text): .object(["@value": .text(text)])
        }
    }

    private func name(_ value: Resource.Value) -> String {
        switch value {
        case .term(let term): term.short
        case .address(let address): Escaping.address(address)
        case .resource, .typed, .words, .text: ""
        }
    }

    private func one(_ values: [JSONTree]) -> JSONTree {
        values.count == 1 ? values[0] : .list(values)
    }
}
