/// A query of RFC 9535, read once.
///
/// It begins at the payload (`$.count`) or, beyond the RFC, at what a mapping bound to a name (`$line.total`).
struct JSONPath: Hashable, Sendable {
    enum Start: Hashable, Sendable {
        case payload
        /// What is bound to this name.
        case name(String)
    }

    /// As written.
    let text: String
    let start: Start
    let segments: [PathSegment]
    /// How many segments from the start on select one value at most.
    private let singularCount: Int
    private let steps: [Step]
    /// The bytes of all names in `steps`.
    private let names: [UInt8]

    /// - Throws: where it can not be understood; `character` counts from 1.
    init(_ text: String) throws(Mistake) {
        var parser = PathParser(text)
        let (start, segments) = try parser.whole()
        self.init(text: text, start: start, segments: segments)
    }

    init(text: String, start: Start, segments: [PathSegment]) {
        (self.text, self.start, self.segments) = (text, start, segments)
        var (steps, names): ([Step], [UInt8]) = ([], [])
        for segment in segments {
            guard let selector = segment.single else { break }
            switch selector {
            case .name(let name):
                steps.append(Step(first: names.count, count: name.count))
                names += name
            case .index(let index): steps.append(Step(first: index, count: Step.isIndex))
            case .wildcard, .slice, .filter: break
            }
        }
        (self.steps, self.names, singularCount) = (steps, names, steps.count)
    }

    /// One step of a singular query, flat.
    private struct Step: Sendable {
        static let isIndex = -1
        /// Where a name begins in `names`, or the index itself.
        let first: Int
        let count: Int
    }

    static func == (left: JSONPath, right: JSONPath) -> Bool { left.text == right.text }
    func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// It selects at most one value.
    var isSingular: Bool { singularCount == segments.count }

    /// The longest beginning that is singular; itself if it is.
    var singularPrefix: JSONPath {
        guard !isSingular else { return self }
        let end = singularCount > 0 ? segments[singularCount - 1].end : segments[0].start
        return JSONPath(
            text: String(String.UnicodeScalarView(text.unicodeScalars.prefix(end))), start: start,
            segments: Array(segments.prefix(singularCount)))
    }

    /// What a singular query selects, or `absent`. Of a query that is not: what its singular beginning does.
    func value(in document: Document, from: Value) -> Value {
        var looks = 0
        return value(in: document, from: from, looks: &looks)
    }

    /// - Parameter looks: grows with each child that is looked at.
    func value(in document: Document, from: Value, looks: inout Int) -> Value {
        var value = from
        for step in steps {
            let node: Int?
            if step.count == Step.isIndex {
                let index = step.first < 0 ? step.first + document.count(of: value) : step.first
                node = document.element(of: value, at: index)
                looks +=
                    value.kind == .list
                    ? step.first < 0 ? value.range.count : min(index, value.range.count) : 0
            } else {
                let name = names.span.extracting(step.first..<step.first + step.count)
                node = document.member(of: value, named: name, looks: &looks)
            }
            guard let node else { return .absent }
            value = document.nodes[node].value
        }
        return value
    }
}

/// One step of a query, from each value to some that are in it.
struct PathSegment: Sendable {
    let selectors: [PathSelector]
    /// Applies to the value itself and to all that is below it.
    let isDescendant: Bool
    /// Where it stands in the text, in characters from 0; `end` is after it.
    let start: Int
    let end: Int

    /// The selector of a segment that selects one value at most.
    var single: PathSelector? {
        guard !isDescendant, selectors.count == 1, let selector = selectors.first else { return nil }
        switch selector {
        case .name, .index: return selector
        case .wildcard, .slice, .filter: return nil
        }
    }
}

enum PathSelector: Sendable {
    /// UTF-8.
    case name([UInt8])
    case wildcard
    /// From 0, or from the end: -1 is the last.
    case index(Int)
    case slice(start: Int?, end: Int?, step: Int)
    case filter(PathCondition)
}

// What is in a condition between `[?` and `]`.

indirect enum PathCondition: Sendable {
    case or([PathCondition])
    case and([PathCondition])
    case not(PathCondition)
    case exists(PathQuery)
    case compare(PathOperand, PathComparison, PathOperand)
    /// `match` and `search`.
    case matches(PathOperand, PathPattern, isWhole: Bool)
}

enum PathComparison: String, CaseIterable, Sendable {
    // The longer ones first: so they are looked for.
    case equal = "=="
    case notEqual = "!="
    case lessOrEqual = "<="
    case moreOrEqual = ">="
    case less = "<"
    case more = ">"
}

/// A query inside a condition: `@` is the value that is tried, `$` the payload.
struct PathQuery: Sendable {
    let isRelative: Bool
    let path: JSONPath
}

/// What stands for one value, or for nothing.
indirect enum PathOperand: Sendable {
    /// A number, true, false or null.
    case plain(Value)
    /// UTF-8.
    case text([UInt8])
    case query(PathQuery)
    case length(PathOperand)
    case count(PathQuery)
    case value(PathQuery)
}

enum PathPattern: Sendable {
    case fixed(Regex)
    case computed(PathOperand)
}
