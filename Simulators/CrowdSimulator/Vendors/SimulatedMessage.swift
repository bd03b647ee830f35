/// What happens next in a simulation.
public enum Step: Hashable, Sendable {
    case message(SimulatedMessage)
    /// The broker goes down and comes back.
    case brokerRestart(Moment)

    /// When it happens, on the clock of the simulation.
    public var time: Moment {
        switch self {
        case .message(let message): message.sent
        case .brokerRestart(let moment): moment
        }
    }
}

/// A message as a sensor or its gateway sends it.
public struct SimulatedMessage: Hashable, Sendable {
    public let topic: String
    /// JSON, unless a fault broke it.
    public let payload: String
    /// When it leaves; never before the end of what it counts.
    public let sent: Moment
    /// Where the stretch that it counts begins, by the true clock.
    public let start: Moment
    /// What a faultless reader finds in it; nothing in a malformed payload.
    public let observations: [Observation]

    /// One JSON object: `topic`, `payload` as text and `received_at`.
    public var recordLine: String {
        #"{"topic":\#(jsonText(topic)),"payload":\#(jsonText(payload)),"received_at":"\#(sent)"}"#
    }
}

/// A JSON string, with its quotes.
func jsonText(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case _ where scalar.value < 0x20: quoted += "\\u" + padded(hexadecimal: scalar.value)
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}

private func padded(hexadecimal value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
}
