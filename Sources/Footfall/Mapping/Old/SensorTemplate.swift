import Barometer

/// How the sensor's name is put together.
struct SensorTemplate: Sendable {
    enum Part: Hashable, Sendable {
        case literal([UInt8])
        case capture(Int)
        /// A slot of the mapping's paths.
        case value(Int)
    }

    /// Longer names are refused, so that nobody fills the roster with nonsense.
    static let maxLength = 255

    let parts: [Part]

    func write(
        topic: Span<UInt8>, payload: Span<UInt8>, _ paths: PathTrie, into scratch: inout MappingScratch
    ) throws(Refusal) {
        scratch.name.removeAll(keepingCapacity: true)
        for part in parts {
            switch part {
            case .literal(let bytes): scratch.name.append(contentsOf: bytes)
            case .capture(let index):
                for place in scratch.captures[index] { scratch.name.append(topic[place]) }
            case .value(let slot):
                try scratch.read(slot, of: payload, paths)
                if scratch.text.isEmpty { throw .missing(paths, slot) }
                scratch.name.append(contentsOf: scratch.text)
            }
        }
        guard scratch.name.count <= Self.maxLength else {
            throw Refusal(
                code: .outOfRange, detail: "the sensor's name is longer than \(Self.maxLength) bytes")
        }
    }
}
