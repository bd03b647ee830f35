/// Walks over a text once, with all places of the program where a match could be at the same time.
struct RegexMachine {
    let program: RegexProgram
    /// The match must be the whole text.
    let isWhole: Bool
    /// How many positions each place remembers; none if only the answer counts.
    let slots: Int

    func run(_ text: Span<UInt8>, _ memory: inout RegexMemory) -> Bool {
        memory.prepare(steps: program.steps.count, slots: slots)
        let isAnchored = isWhole || program.isAnchored
        var (position, isFound) = (0, false)
        while true {
            if memory.now.count == 0 {
                if isFound || (isAnchored && position > 0) { break }
                position = skip(text, from: position, isAnchored)
                memory.now.count = 0
            }
            if !isFound, !isAnchored || position == 0 {
                memory.clearFirst(slots)
                follow(0, text, position, into: &memory.now, &memory.stack, &memory.positions)
            }
            let (scalar, width) = Self.scalar(text, at: position)
            if step(scalar, text, position, width, &memory) {
                isFound = true
                if slots == 0 { break }
            }
            if width == 0 { break }
            position += width
            swap(&memory.now, &memory.next)
            memory.next.count = 0
        }
        return isFound
    }

    /// To the first byte that a match can begin with.
    private func skip(_ text: Span<UInt8>, from start: Int, _ isAnchored: Bool) -> Int {
        guard !isAnchored, let bytes = program.firstBytes else { return start }
        var position = start
        while position < text.count, !bytes[Int(text[position])] { position += 1 }
        return position
    }

    /// Moves each place over a scalar. Says whether a match ends before it; places after that one are given up.
    private func step(
        _ scalar: UInt32, _ text: Span<UInt8>, _ position: Int, _ width: Int, _ memory: inout RegexMemory
    ) -> Bool {
        for index in 0..<memory.now.count {
            let place = Int(memory.now.dense[index])
            let step = program.steps[place]
            switch step.kind {
            case .scalar: guard width > 0, scalar == UInt32(step.x) else { continue }
            case .set: guard width > 0, program.sets[Int(step.x)].contains(scalar) else { continue }
            case .match:
                if isWhole, position < text.count { continue }
                for slot in 0..<slots { memory.best[slot] = memory.now.positions[index * slots + slot] }
                return true
            default: continue
            }
            for slot in 0..<slots { memory.positions[slot] = memory.now.positions[index * slots + slot] }
            follow(place + 1, text, position + width, into: &memory.next, &memory.stack, &memory.positions)
        }
        return false
    }

    /// Adds a place and all that are reached from it without a scalar, in order of preference.
    private func follow(
        _ start: Int, _ text: Span<UInt8>, _ position: Int, into list: inout RegexMemory.Places,
        _ stack: inout [RegexMemory.Frame], _ positions: inout [Int]
    ) {
        stack.append(RegexMemory.Frame(place: start, slot: -1, position: 0))
        while let task = stack.popLast() {
            if task.slot >= 0 {
                positions[task.slot] = task.position
                continue
            }
            guard list.insert(task.place) else { continue }
            let step = program.steps[task.place]
            switch step.kind {
            case .split:
                stack.append(RegexMemory.Frame(place: Int(step.y), slot: -1, position: 0))
                stack.append(RegexMemory.Frame(place: Int(step.x), slot: -1, position: 0))
            case .jump: stack.append(RegexMemory.Frame(place: Int(step.x), slot: -1, position: 0))
            case .save:
                let slot = Int(step.x)
                if slot < slots {
                    stack.append(RegexMemory.Frame(place: 0, slot: slot, position: positions[slot]))
                    positions[slot] = position
                }
                stack.append(RegexMemory.Frame(place: task.place + 1, slot: -1, position: 0))
            case .start, .end, .boundary, .noBoundary:
                guard holds(step.kind, text, position) else { continue }
                stack.append(RegexMemory.Frame(place: task.place + 1, slot: -1, position: 0))
            case .scalar, .set, .match:
                list.keep(positions, slots)
            }
        }
    }

    private func holds(_ kind: RegexProgram.Step.Kind, _ text: Span<UInt8>, _ position: Int) -> Bool {
        switch kind {
        case .start: return position == 0
        case .end: return position == text.count
        default:
            let before = position > 0 && RegexSet.isWord(text[position - 1])
            let after = position < text.count && RegexSet.isWord(text[position])
            return (before != after) == (kind == .boundary)
        }
    }

    /// The scalar at a position and its bytes; none at the end. A byte that is no UTF-8 counts as U+FFFD.
    static func scalar(_ text: Span<UInt8>, at position: Int) -> (UInt32, Int) {
        guard position < text.count else { return (0, 0) }
        let first = UInt32(text[position])
        if first < 0x80 { return (first, 1) }
        let width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first < 0xF5, position + width <= text.count else { return (0xFFFD, 1) }
        var value = first & (0x7F >> UInt32(width))
        for index in position + 1..<position + width {
            guard text[index] & 0xC0 == 0x80 else { return (0xFFFD, 1) }
            value = value << 6 | UInt32(text[index] & 0x3F)
        }
        return Unicode.Scalar(value) == nil ? (0xFFFD, 1) : (value, width)
    }
}

extension RegexSet {
    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, 95: true
        default: false
        }
    }
}
