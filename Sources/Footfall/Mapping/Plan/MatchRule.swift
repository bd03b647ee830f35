import Barometer

/// Whether a message belongs to a mapping, and what its envelope tells.
struct MatchRule: Sendable {
    enum Verdict: Sendable {
        /// Another mapping may want it.
        case other
        /// Known, with nothing to count.
        case ignored
        case taken
    }

    let topics: [TopicPattern]
    let ignored: [TopicPattern]
    let condition: Expression?
    let takesRetained: Bool
    let takesEmpty: Bool
    /// For each topic the places of its captures.
    let capturePlaces: [[Int]]

    /// Whether the topic is one of those that are read, or known to hold nothing.
    func isOf(_ topic: Span<UInt8>, _ workspace: inout Workspace) -> Bool {
        place(of: topic, &workspace) != nil || ignores(topic, &workspace)
    }

    /// Whether the topic is one of those that are known to hold nothing.
    func ignores(_ topic: Span<UInt8>, _ workspace: inout Workspace) -> Bool {
        for index in ignored.indices
        where ignored[index].matches(topic, found: &workspace.captures, &workspace.regex) {
            return true
        }
        return false
    }

    /// The topic's pattern; leaves its captures.
    func place(of topic: Span<UInt8>, _ workspace: inout Workspace) -> Int? {
        for index in topics.indices
        where topics[index].matches(topic, found: &workspace.captures, &workspace.regex) {
            return index
        }
        return nil
    }

    /// Decides by the envelope, once the captures of topic pattern `place` are found.
    ///
    /// - Parameter topic: where the topic stands in the arena.
    func verdict(
        place: Int, topic: Range<Int>, isRetained: Bool, isEmpty: Bool, _ workspace: inout Workspace
    ) throws(Refusal) -> Verdict {
        let places = capturePlaces[place]
        for capture in places.indices {
            let range = workspace.captures[capture]
            workspace.variables[places[capture]] = Value(
                text: topic.lowerBound + range.lowerBound..<topic.lowerBound + range.upperBound)
        }
        if let condition, try !holds(condition, &workspace) { return .other }
        if isRetained, !takesRetained { return .ignored }
        if isEmpty, !takesEmpty { return .ignored }
        return .taken
    }

    /// A message without the property that is asked for belongs to somebody else.
    private func holds(_ condition: Expression, _ workspace: inout Workspace) throws(Refusal) -> Bool {
        do throws(Refusal) {
            return try condition.holds(&workspace, "match.when")
        } catch {
            guard error.code == .missingField else { throw error }
            return false
        }
    }
}
