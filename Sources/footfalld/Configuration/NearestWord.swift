extension String {
    /// The word that was probably meant: `nil` when none is near.
    func nearest(among words: [String]) -> String? {
        let near = words.map { ($0, distance(to: $0)) }
            .filter { $0.1 <= max(2, $0.0.count / 3) }
        return near.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }

    /// A sentence without its full stop that leads to the right word.
    func remedy(among words: [String]) -> String {
        if let nearest = nearest(among: words) { return "Perhaps \(nearest) was meant" }
        return words.count > 30 ? "Look for the right word in the files beside" : "Choose \(words.choice)"
    }

    /// How many letters have to change, after Levenshtein; long texts are far from everything.
    private func distance(to other: String) -> Int {
        let (left, right) = (Array(lowercased().utf8), Array(other.lowercased().utf8))
        guard left.count <= 100, right.count <= 100 else { return .max }
        var row = Array(0...right.count)
        for (line, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in right.indices {
                let change = diagonal + (byte == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(change, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}

extension [String] {
    /// As `a, b or c`.
    var choice: String {
        count < 2 ? joined() : dropLast().joined(separator: ", ") + " or " + self[count - 1]
    }
}
