import Barometer
import Footfall
import Foundation

/// Records of a mapping as one line of JSON, and as a line for people.
enum RecordText {
    static func json(id: String, _ outcome: MappingTrial.Outcome) -> String {
        switch outcome {
        case .records(let lines):
            "{\"id\":\(quoted(id)),\"records\":[\(lines.map(json).joined(separator: ","))]}"
        case .refused(let code, let detail):
            "{\"id\":\(quoted(id)),\"error\":\(quoted(code.rawValue)),\"detail\":\(quoted(detail))}"
        }
    }

    private static func json(_ line: MappingTrial.Line) -> String {
        let flags = line.flags.names
        return "{\"sensor\":\(quoted(line.sensor)),\"time\":\"\(line.start)\",\"duration_s\":\(line.seconds),"
            + "\"direction\":\"\(line.direction.name)\",\"count\":\(number(line.count)),"
            + "\"kind\":\"\(line.kind.name)\""
            + (flags.isEmpty ? "" : ",\"flags\":[\(flags.map(quoted).joined(separator: ","))]") + "}"
    }

    static func plain(_ line: MappingTrial.Line) -> String {
        "\(line.sensor) \(line.start) \(line.seconds) s, \(line.direction.name) \(number(line.count)) "
            + line.kind.name
            + (line.flags.names.isEmpty ? "" : " (\(line.flags.names.joined(separator: ", ")))")
    }

    static func number(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    }

    static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let data = try? encoder.encode(text)
        return String(decoding: data ?? Data("\"\"".utf8), as: UTF8.self)
    }
}
