extension JSONPath {
    /// The way to what it selects, when each step is a name, an index, a slice or a wildcard; else `nil`.
    var plainSteps: [Interest.Step]? {
        var steps: [Interest.Step] = []
        for segment in segments {
            guard !segment.isDescendant, segment.selectors.count == 1, let selector = segment.selectors.first
            else { return nil }
            switch selector {
            case .name(let name): steps.append(.member(String(decoding: name, as: UTF8.self)))
            case .wildcard, .index, .slice: steps.append(.any)
            case .filter: return nil
            }
        }
        return steps
    }
}
