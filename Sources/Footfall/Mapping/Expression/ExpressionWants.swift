/// Finds what an expression looks at.
struct ExpressionWants {
    let parser: ExpressionParser
    /// Places from here on belong to macros.
    let variables: Int
    private(set) var places: Set<Int> = []
    private(set) var wants: [(variable: Int, want: Interest.Want)] = []

    init(parser: ExpressionParser, variables: Int) { (self.parser, self.variables) = (parser, variables) }

    mutating func read(_ place: Int) {
        let step = parser.steps[place]
        if let (variable, path) = chain(place) {
            guard variable < variables else { return }
            places.insert(variable)
            let isWhole = step.kind != .has && step.kind != .hasKey
            wants.append((variable, Interest.Want(steps: path, isWhole: isWhole)))
            return
        }
        switch step.kind {
        case .constant, .variable: break
        case .call, .list, .table:
            for child in parser.arguments[Int(step.a)..<Int(step.a + step.b)] { read(Int(child)) }
        default:
            for child in [step.a, step.b, step.c] where child >= 0 { read(Int(child)) }
        }
    }

    /// A variable with members below it.
    private func chain(_ place: Int) -> (Int, [Interest.Step])? {
        let step = parser.steps[place]
        switch step.kind {
        case .variable: return (Int(step.place), [])
        case .member, .has:
            guard let (variable, path) = chain(Int(step.a)) else { return nil }
            return (variable, path + [.member(parser.constants.string(step.value.range))])
        case .index, .hasKey:
            let key = parser.steps[Int(step.b)]
            guard key.kind == .constant, let (variable, path) = chain(Int(step.a)) else { return nil }
            switch key.value.kind {
            case .text: return (variable, path + [.member(parser.constants.string(key.value.range))])
            case .int: return (variable, path + [.any])
            default: return nil
            }
        default: return nil
        }
    }
}
