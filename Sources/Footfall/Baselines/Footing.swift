/// What a sensor's expectation of a day rests on.
enum Footing: Sendable, Equatable {
    case firm
    /// The level changed for good less than two weeks before; the doubt is the standard deviation of its logarithm.
    case changed(doubt: Double)
    /// It is that of the sensor that stood there before, and nobody knows yet how the two compare: it says how much of
    /// the zone is missing, and nothing is compared with it.
    case awaited

    /// So many days a change is spoken of.
    static let days = 14
}

extension Footing: Stored {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .firm: writer.byte(0)
        case .changed(let doubt):
            writer.byte(1)
            writer.double(doubt)
        case .awaited: writer.byte(2)
        }
    }

    init(from reader: inout ByteReader) throws(Damage) {
        switch try reader.byte() {
        case 0: self = .firm
        case 1: self = .changed(doubt: try reader.double())
        case 2: self = .awaited
        default: throw reader.damage
        }
    }
}
