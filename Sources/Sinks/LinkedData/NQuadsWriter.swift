/// Resources as N-Quads in the default graph: a line a statement.
struct NQuadsWriter {
    let addresses: AddressSpace
    /// Begins the names of things without an address; unique where lines of several writers come together.
    let label: String
    private var named = 0

    init(addresses: AddressSpace, label: String = "b") {
        self.addresses = addresses
        self.label = label
    }

    mutating func lines(_ resources: [Resource]) -> String {
        resources.map { resource in lines(of: resource, as: subject(resource)) }.joined()
    }

    private mutating func subject(_ resource: Resource) -> String {
        if let address = resource.address { return Escaping.bracketed(address) }
        named += 1
        return "_:\(label)n\(named)"
    }

    private mutating func lines(of resource: Resource, as subject: String) -> String {
        var text = ""
        for statement in resource.statements {
            let property = Escaping.bracketed(statement.property.address(in: addresses))
            if case .resource(let other) = statement.value {
                let object = self.subject(other)
                text += "\(subject) \(property) \(object) .\n" + lines(of: other, as: object)
            } else {
                text += "\(subject) \(property) \(object(statement.value)) .\n"
            }
        }
        return text
    }

    private func object(_ value: Resource.Value) -> String {
        switch value {
        case .term(let term): Escaping.bracketed(term.address(in: addresses))
        case .address(let address): Escaping.bracketed(address)
        case .resource(let resource): Escaping.bracketed(resource.address ?? "")
        case .typed(let text, let type):
            Escaping.quoted(text) + "^^" + Escaping.bracketed(type.address(in: addresses))
        case .words(let text, let language): Escaping.quoted(text) + "@" + language
        case .text(let text): Escaping.quoted(text)
        }
    }
}
