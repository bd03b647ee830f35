extension JSONPath {
    /// What it looks at, from its start; whole at the end.
    ///
    /// Of what a condition tries, everything counts as looked at. What conditions look at from `$` is here too if
    /// the query begins at the payload; else in `payloadWants`.
    var wants: [Interest.Want] {
        start == .payload ? Self.below(segments[...]) + payloadWants : Self.below(segments[...])
    }

    /// What the query's conditions look at from `$`.
    var payloadWants: [Interest.Want] {
        segments.flatMap(\.selectors).flatMap { selector -> [Interest.Want] in
            if case .filter(let condition) = selector { condition.payloadWants } else { [] }
        }
    }

    private static func below(_ segments: ArraySlice<PathSegment>) -> [Interest.Want] {
        guard let segment = segments.first else { return [Interest.Want(steps: [], isWhole: true)] }
        var steps: [Interest.Step] = []
        for selector in segment.selectors {
            switch selector {
            case .name(let name): steps.append(.member(String(decoding: name, as: UTF8.self)))
            case .wildcard, .index, .slice: steps.append(.any)
            case .filter: return [Interest.Want(steps: [], isWhole: true)]
            }
        }
        if segment.isDescendant { return [Interest.Want(steps: [], isWhole: true)] }
        let rest = below(segments.dropFirst())
        // Unions of unions multiply; beyond this, everything is as good.
        guard steps.count * rest.count <= 64 else { return [Interest.Want(steps: [], isWhole: true)] }
        return steps.flatMap { step in
            rest.map { Interest.Want(steps: [step] + $0.steps, isWhole: $0.isWhole) }
        }
    }
}

extension PathCondition {
    fileprivate var payloadWants: [Interest.Want] {
        switch self {
        case .or(let parts), .and(let parts): parts.flatMap(\.payloadWants)
        case .not(let part): part.payloadWants
        case .exists(let query): query.payloadWants
        case .compare(let left, _, let right): left.payloadWants + right.payloadWants
        case .matches(let operand, .computed(let pattern), _): operand.payloadWants + pattern.payloadWants
        case .matches(let operand, .fixed, _): operand.payloadWants
        }
    }
}

extension PathQuery {
    fileprivate var payloadWants: [Interest.Want] { isRelative ? path.payloadWants : path.wants }
}

extension PathOperand {
    fileprivate var payloadWants: [Interest.Want] {
        switch self {
        case .plain, .text: []
        case .length(let operand): operand.payloadWants
        case .query(let query), .count(let query), .value(let query): query.payloadWants
        }
    }
}
