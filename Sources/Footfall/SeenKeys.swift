/// Remembers which reports came in before, with the count that each told: at least the newest million.
///
/// One open-addressing table; each key carries the generation in which it came, and a sweep drops the oldest
/// generation when the table is full, so that memory is bounded. Generations turn in `settle` alone; until the
/// next one every change can be undone.
struct SeenKeys: Sendable {
    /// How many keys a generation takes.
    private let generationSize: Int
    private static let generations: UInt8 = 4

    private var keys: [UInt64]
    private var counts: [Float]
    private var born: [UInt8]
    private var occupied = 0
    private var generation: UInt8 = 1
    private var inGeneration = 0

    /// - Parameter keeping: at least so many keys are remembered; above 0.
    init(keeping: Int = 1_000_000) {
        // All generations but the one that grows are full.
        let full = Int(Self.generations) - 1
        generationSize = max(1, (keeping + full - 1) / full)
        keys = .init(repeating: 0, count: 1024)
        counts = .init(repeating: 0, count: 1024)
        born = .init(repeating: 0, count: 1024)
    }

    /// What was told under the key; `nil` if it is not known.
    func count(of key: UInt64) -> Double? {
        let slot = self.slot(of: key)
        return born[slot] == 0 ? nil : Double(counts[slot])
    }

    /// How many keys are remembered.
    var remembered: Int { occupied }

    /// Remembers the key. `count` is kept as a 32-bit float.
    mutating func insert(_ key: UInt64, count: Double) {
        let slot = self.slot(of: key)
        guard born[slot] == 0 else {
            counts[slot] = Float(count)
            return
        }
        place(key, Float(count), generation, at: slot)
        inGeneration += 1
        if occupied * 3 > keys.count * 2 { rebuild(capacity: keys.count * 2) }
    }

    /// Drops the oldest generation once the newest is full. What was inserted before can not be undone after.
    mutating func settle() {
        if inGeneration >= generationSize { turn() }
    }

    /// Takes back an insertion; the last one first.
    ///
    /// - Parameter told: what `count(of:)` said before it.
    mutating func undo(_ key: UInt64, told: Double?) {
        let slot = self.slot(of: key)
        guard born[slot] != 0 else { return }
        if let told {
            counts[slot] = Float(told)
        } else {
            if born[slot] == generation { inGeneration -= 1 }
            remove(at: slot)
        }
    }

    private func slot(of key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: key) & (keys.count - 1)
        while born[slot] != 0, keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }

    private mutating func place(_ key: UInt64, _ count: Float, _ generation: UInt8, at slot: Int) {
        keys[slot] = key
        counts[slot] = count
        born[slot] = generation
        occupied += 1
    }

    /// Linear probing leaves no gap: what follows moves up (Knuth, TAOCP 6.4, algorithm R).
    private mutating func remove(at removed: Int) {
        var hole = removed
        var slot = removed
        born[hole] = 0
        occupied -= 1
        while true {
            slot = (slot + 1) & (keys.count - 1)
            guard born[slot] != 0 else { return }
            let home = Int(truncatingIfNeeded: keys[slot]) & (keys.count - 1)
            let stays = hole <= slot ? (hole < home && home <= slot) : (hole < home || home <= slot)
            if stays { continue }
            keys[hole] = keys[slot]
            counts[hole] = counts[slot]
            born[hole] = born[slot]
            born[slot] = 0
            hole = slot
        }
    }

    private mutating func turn() {
        inGeneration = 0
        generation = generation % Self.generations + 1
        // The generation that is about to begin was the oldest.
        if born.contains(generation) { rebuild(capacity: keys.count, without: generation) }
    }

    private mutating func rebuild(capacity: Int, without dropped: UInt8 = 0) {
        let (oldKeys, oldCounts, oldBorn) = (keys, counts, born)
        keys = .init(repeating: 0, count: capacity)
        counts = .init(repeating: 0, count: capacity)
        born = .init(repeating: 0, count: capacity)
        occupied = 0
        for index in oldKeys.indices where oldBorn[index] != 0 && oldBorn[index] != dropped {
            place(oldKeys[index], oldCounts[index], oldBorn[index], at: slot(of: oldKeys[index]))
        }
    }
}
