/// What a regular expression needs while it looks at a text; used again for the next.
struct RegexMemory: Sendable {
    /// Of the last match: the whole, and what each group captured.
    fileprivate(set) var groups: [Range<Int>?] = []

    /// Places of a program in order, each at most once.
    struct Places: Sendable {
        /// Those that wait for a scalar.
        fileprivate(set) var dense: [Int32] = []
        var count = 0 { didSet { if count == 0 { seen = 0 } } }
        private var order: [Int32] = []
        private var places: [Int32] = []
        private var seen = 0
        /// What each remembers.
        fileprivate(set) var positions: [Int] = []

        /// Says whether it is new.
        mutating func insert(_ place: Int) -> Bool {
            let index = Int(order[place])
            if index < seen, places[index] == Int32(place) { return false }
            order[place] = Int32(seen)
            places[seen] = Int32(place)
            seen += 1
            last = Int32(place)
            return true
        }

        private var last: Int32 = 0

        /// Keeps the place that was inserted last, with its positions.
        mutating func keep(_ values: [Int], _ slots: Int) {
            dense[count] = last
            for slot in 0..<slots { positions[count * slots + slot] = values[slot] }
            count += 1
        }

        fileprivate mutating func prepare(steps: Int, slots: Int) {
            if dense.count < steps {
                dense = Array(repeating: 0, count: steps)
                order = dense
                places = dense
            }
            if positions.count < steps * slots { positions = Array(repeating: -1, count: steps * slots) }
            count = 0
        }
    }

    /// Go on at a place, or put a position back.
    struct Frame: Sendable {
        let place: Int
        let slot: Int
        let position: Int
    }

    var now = Places()
    var next = Places()
    var stack: [Frame] = []
    var positions: [Int] = []
    var best: [Int] = []

    mutating func prepare(steps: Int, slots: Int) {
        now.prepare(steps: steps, slots: slots)
        next.prepare(steps: steps, slots: slots)
        stack.removeAll(keepingCapacity: true)
        if positions.count < slots {
            positions = Array(repeating: -1, count: slots)
            best = positions
        }
    }

    mutating func clearFirst(_ slots: Int) {
        for slot in 0..<slots { positions[slot] = -1 }
    }

    mutating func takeGroups(_ slots: Int, isFound: Bool) {
        groups.removeAll(keepingCapacity: true)
        for group in 0..<slots / 2 {
            let (start, end) = (best[2 * group], best[2 * group + 1])
            groups.append(isFound && start >= 0 && end >= start ? start..<end : nil)
        }
    }
}
