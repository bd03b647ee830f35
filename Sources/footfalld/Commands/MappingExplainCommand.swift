import ArgumentParser
import Barometer
import Footfall
import Foundation

extension MappingCommand {
    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows step by step what a mapping makes of a message, and why.",
            discussion: """
                Reads sample messages, or with --topic one bare payload.

                Example: footfalld mapping explain acme.yaml --topic acme/old-market/1/count < payload.json
                """)

        @OptionGroup var file: MappingArgument
        @Option(help: "The input is one bare payload under this topic.")
        var topic: String?
        @Option(help: "When messages that do not say it came in, as RFC 3339; now.")
        var receivedAt: EventTime?

        func run() throws {
            let mapping = try file.read()
            let fallback = receivedAt ?? HouseClock().now
            if let topic {
                let payload = Array(FileHandle.standardInput.readDataToEndOfFile())
                return Self.tell(
                    MappingExplanation(
                        mapping, Envelope(), topic: Array(topic.utf8), payload: payload, received: fallback))
            }
            for sample in try SampleMessage.all(fallback: fallback) {
                print("\(sample.id):")
                Self.tell(
                    MappingExplanation(
                        mapping, sample.envelope, topic: sample.topic, payload: sample.payload,
                        received: sample.received ?? fallback))
            }
        }

        private static func tell(_ explanation: MappingExplanation) {
            print(explanation.lines.map { "  " + $0 }.joined(separator: "\n"))
        }
    }

    struct DraftFile: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "draft",
            abstract: "Writes a first mapping for messages that nobody knows, each guess marked.",
            discussion: "Example: footfalld mapping draft --name acme < messages.jsonl > acme.yaml")

        @Option(help: "The name of the mapping.") var name = "draft"

        func run() throws {
            let draft = Draft(try SampleMessage.all(fallback: HouseClock().now), name: name)
            print(draft.text, terminator: "")
            for doubt in draft.doubts { printError("unsure: \(doubt)") }
            if !draft.isGood {
                printError("this is no whole mapping yet; footfalld mapping run tells what is missing")
                throw ExitCode(1)
            }
        }
    }
}

extension SampleMessage {
    /// All lines of standard input; exit code 65 if one is no message.
    static func all(fallback: EventTime) throws -> [SampleMessage] {
        let lines = try TextLines(path: "-")
        var samples: [SampleMessage] = []
        while let line = lines.next() {
            if line.isEmpty { continue }
            do throws(Mistake) {
                samples.append(try SampleMessage(line, line: lines.lineNumber))
            } catch {
                printError("line \(lines.lineNumber): \(error.what)")
                throw ExitCode(65)
            }
        }
        return samples
    }
}
