/// What is counted: one record for each direction.
struct CountRule: Sendable {
    struct Source: Hashable, Sendable {
        let direction: Observation.Direction
        let slot: Int
    }

    /// Beyond this a double no longer knows each whole number.
    static let highest = 9_007_199_254_740_992.0

    let sources: [Source]
    let kind: Observation.Kind
    /// Whether fractions are taken.
    let decimals: Bool

    func write(
        payload: Span<UInt8>, _ paths: PathTrie, into scratch: inout MappingScratch
    ) throws(Refusal) {
        scratch.counts.removeAll(keepingCapacity: true)
        for source in sources {
            let number = try scratch.number(source.slot, of: payload, paths)
            let path = paths.paths[source.slot]
            guard !number.isNegative || number.isZero else {
                throw Refusal(code: .outOfRange, detail: "\(path.text) is negative")
            }
            guard decimals || number.isWhole else {
                throw Refusal(
                    code: .badType, detail: "\(path.text) has a fraction, and 'decimals' is not set")
            }
            let value = number.double
            guard value <= Self.highest else {
                throw Refusal(code: .outOfRange, detail: "\(path.text) is beyond 2^53")
            }
            scratch.counts.append(
                MappingScratch.Count(direction: source.direction, value: number.isZero ? 0 : value))
        }
    }
}
