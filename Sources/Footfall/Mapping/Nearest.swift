/// Finds the word that was meant.
enum Nearest {
    /// - Returns: the word with the fewest edits to `word`; `nil` when even that one is far off.
    static func word(to word: String, among known: [String]) -> String? {
        let typed = Array(word.lowercased().utf8)
        let rated = known.map { (word: $0, edits: edits(typed, Array($0.lowercased().utf8))) }
        guard let best = rated.min(by: { $0.edits < $1.edits }) else { return nil }
        return best.edits <= max(1, min(3, best.word.utf8.count / 2)) ? best.word : nil
    }

    /// What to do about an unknown word, as a sentence without its full stop.
    static func remedy(for word: String, among known: [String]) -> String {
        if let meant = Self.word(to: word, among: known) { return "Did you mean '\(meant)'?" }
        return "Choose one of: \(known.joined(separator: ", "))"
    }

    /// Insertions, deletions, changes and swaps of neighbours (optimal string alignment).
    static func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var before: [Int] = []
        var above = Array(0...right.count)
        for row in left.indices {
            var line = [row + 1]
            for column in right.indices {
                let change = above[column] + (left[row] == right[column] ? 0 : 1)
                var least = min(change, above[column + 1] + 1, line[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    least = min(least, before[column - 1] + 1)
                }
                line.append(least)
            }
            (before, above) = (above, line)
        }
        return above[right.count]
    }
}
