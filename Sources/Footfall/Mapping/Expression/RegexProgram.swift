/// A regular expression as instructions.
struct RegexProgram: Sendable {
    struct Step: Sendable {
        enum Kind: UInt8, Sendable {
            /// Takes a scalar of the set `x`, or only the scalar `x`.
            case set, scalar
            /// Goes on at `x`, and at `y` if that leads nowhere.
            case split
            case jump
            /// Notes the position as slot `x`.
            case save
            case start, end, boundary, noBoundary
            case match
        }

        let kind: Kind
        var x: Int32 = 0
        var y: Int32 = 0
    }

    fileprivate(set) var steps: [Step] = []
    fileprivate(set) var sets: [RegexSet] = []
    fileprivate(set) var groups: Int
    /// The bytes that a match can begin with, a bit each; `nil` if it can be empty.
    fileprivate(set) var firstBytes: [Bool]?
    /// Each match begins at the start of the text.
    fileprivate(set) var isAnchored = false
}

/// Turns a tree into a program.
struct RegexCompiler {
    static let maxSteps = 2_000
    /// Empty parts make no step, but repeating them takes time too.
    private static let maxVisits = 20_000

    private var program: RegexProgram
    private var visits = 0

    static func compile(_ tree: RegexTree, groups: Int) throws(Mistake) -> RegexProgram {
        var compiler = RegexCompiler(program: RegexProgram(groups: groups))
        try compiler.add(.save, x: 0)
        try compiler.write(tree)
        try compiler.add(.save, x: 1)
        try compiler.add(.match)
        compiler.lookAhead()
        return compiler.program
    }

    private init(program: RegexProgram) { self.program = program }

    private var here: Int32 { Int32(program.steps.count) }

    private mutating func add(_ kind: RegexProgram.Step.Kind, x: Int32 = 0, y: Int32 = 0) throws(Mistake) {
        if program.steps.count >= Self.maxSteps { throw Self.tooLarge }
        program.steps.append(RegexProgram.Step(kind: kind, x: x, y: y))
    }

    private static let tooLarge = Mistake(
        character: 1,
        expected: "a shorter regular expression: its repetitions {m,n} multiply to over \(maxSteps) steps")

    private mutating func write(_ tree: RegexTree) throws(Mistake) {
        visits += 1
        if visits > Self.maxVisits { throw Self.tooLarge }
        switch tree {
        case .set(let set): try write(set)
        case .start: try add(.start)
        case .end: try add(.end)
        case .boundary: try add(.boundary)
        case .noBoundary: try add(.noBoundary)
        case .group(let tree, let number):
            try add(.save, x: Int32(2 * number))
            try write(tree)
            try add(.save, x: Int32(2 * number + 1))
        case .sequence(let trees): for tree in trees { try write(tree) }
        case .either(let trees): try write(either: trees)
        case .repeated(let tree, let least, let most, let isLazy):
            try write(tree, least: least, most: most, isLazy: isLazy)
        }
    }

    private mutating func write(_ set: RegexSet) throws(Mistake) {
        if set.ranges.count == 1, set.ranges[0].count == 1 {
            try add(.scalar, x: Int32(set.ranges[0].lowerBound))
            return
        }
        let place = program.sets.firstIndex(of: set) ?? program.sets.count
        if place == program.sets.count { program.sets.append(set) }
        try add(.set, x: Int32(place))
    }

    private mutating func write(either trees: [RegexTree]) throws(Mistake) {
        var jumps: [Int] = []
        for (index, tree) in trees.enumerated() {
            guard index < trees.count - 1 else {
                try write(tree)
                continue
            }
            let split = program.steps.count
            try add(.split, x: here + 1)
            try write(tree)
            jumps.append(program.steps.count)
            try add(.jump)
            program.steps[split].y = here
        }
        for jump in jumps { program.steps[jump].x = here }
    }

    private mutating func write(
        _ tree: RegexTree, least: Int, most: Int?, isLazy: Bool
    ) throws(Mistake) {
        guard let most else { return try write(tree, least: least, isLazy: isLazy) }
        for _ in 0..<least { try write(tree) }
        var splits: [Int] = []
        for _ in least..<most {
            splits.append(program.steps.count)
            try add(.split)
            try write(tree)
        }
        for split in splits { aim(split, inside: Int32(split + 1), after: here, isLazy) }
    }

    /// Without an upper bound. What can be empty is looped over as `(x+)?`, so that the first round counts.
    private mutating func write(_ tree: RegexTree, least: Int, isLazy: Bool) throws(Mistake) {
        for _ in 0..<max(0, least - 1) { try write(tree) }
        let split = program.steps.count
        if least == 0 { try add(.split) }
        if least == 0, !tree.isNullable {
            try write(tree)
            try add(.jump, x: Int32(split))
        } else {
            let start = here
            try write(tree)
            let loop = program.steps.count
            try add(.split)
            aim(loop, inside: start, after: here, isLazy)
        }
        if least == 0 { aim(split, inside: Int32(split + 1), after: here, isLazy) }
    }

    private mutating func aim(_ split: Int, inside: Int32, after: Int32, _ isLazy: Bool) {
        program.steps[split].x = isLazy ? after : inside
        program.steps[split].y = isLazy ? inside : after
    }
}

extension RegexCompiler {
    /// Finds out how matches begin.
    private mutating func lookAhead() {
        var bytes = [Bool](repeating: false, count: 256)
        var (canBeEmpty, isAnchored) = (false, true)
        var seen = Set<Int32>()
        var open: [Int32] = [0]
        while let place = open.popLast() {
            guard seen.insert(place).inserted else { continue }
            let step = program.steps[Int(place)]
            switch step.kind {
            case .split: open += [step.y, step.x]
            case .jump: open.append(step.x)
            case .save: open.append(place + 1)
            case .start: open.append(-1)
            case .end, .boundary, .noBoundary, .match: (canBeEmpty, isAnchored) = (true, false)
            case .scalar, .set:
                isAnchored = false
                mark(step, &bytes)
            }
            if open.last == -1 {
                open.removeLast()
                canBeEmpty = true
            }
        }
        program.isAnchored = isAnchored
        program.firstBytes = canBeEmpty ? nil : bytes
    }

    private func mark(_ step: RegexProgram.Step, _ bytes: inout [Bool]) {
        for byte in 0..<256 {
            let value = UInt32(byte)
            let isThere =
                step.kind == .scalar ? UInt32(step.x) == value : program.sets[Int(step.x)].contains(value)
            bytes[byte] = bytes[byte] || byte >= 128 || isThere
        }
    }
}
