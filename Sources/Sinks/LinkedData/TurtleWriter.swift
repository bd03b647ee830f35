/// Resources as Turtle: one block each; what has no address stands where it is spoken of.
struct TurtleWriter {
    let addresses: AddressSpace
    /// How many steps the document lies below the folder of the stream's first node; `nil` writes addresses in full.
    ///
    /// Short addresses let the nodes of a stream find each other under whatever name they were asked.
    var depth: Int?

    /// - Parameter vocabularies: all that the document may use, in order.
    func prefixes(_ vocabularies: [Vocabulary]) -> String {
        vocabularies.map {
            "@prefix \($0.rawValue): \(Escaping.bracketed($0.address(in: addresses))) .\n"
        }.joined()
    }

    /// A document of its own.
    func document(_ resources: [Resource]) -> String {
        prefixes(Vocabulary.allCases) + resources.map(block).joined()
    }

    /// A resource with an address and, after it, those that it names and tells of.
    func block(_ resource: Resource) -> String {
        guard let address = resource.address, !resource.statements.isEmpty else { return "" }
        return name(address) + " " + list(resource.statements, separator: " ;\n  ") + " .\n"
            + named(in: resource).map(block).joined()
    }

    /// Those with an address, also inside of those without.
    private func named(in resource: Resource) -> [Resource] {
        resource.statements.flatMap { statement -> [Resource] in
            guard case .resource(let other) = statement.value else { return [] }
            return other.address == nil ? named(in: other) : [other]
        }
    }

    /// Statements with the same property one after the other share it.
    private func list(_ statements: [Resource.Statement], separator: String) -> String {
        var text = ""
        var last: Term?
        for statement in statements {
            if statement.property == last {
                text += ", "
            } else {
                text += (last == nil ? "" : separator) + verb(statement.property) + " "
            }
            text += value(statement.value)
            last = statement.property
        }
        return text
    }

    private func verb(_ property: Term) -> String {
        property == .rdf("type") ? "a" : property.short
    }

    private func value(_ value: Resource.Value) -> String {
        switch value {
        case .term(let term): term.short
        case .address(let address): name(address)
        case .resource(let resource):
            resource.address.map(name) ?? "[ \(list(resource.statements, separator: " ; ")) ]"
        case .typed(let text, let type) where Self.plain.contains(type): text
        case .typed(let text, let type): Escaping.quoted(text) + "^^" + type.short
        case .words(let text, let language): Escaping.quoted(text) + "@" + language
        case .text(let text): Escaping.quoted(text)
        }
    }

    /// Types whose lexical forms, as we write them, need no quotation marks.
    private static let plain: Set<Term> = [.xsd("integer"), .xsd("decimal"), .xsd("boolean")]

    private func name(_ address: String) -> String {
        let folder = addresses.base + "/ldes/"
        guard let depth, address.hasPrefix(folder) else { return Escaping.bracketed(address) }
        return Escaping.bracketed(
            String(repeating: "../", count: depth) + address.dropFirst(folder.count))
    }
}
