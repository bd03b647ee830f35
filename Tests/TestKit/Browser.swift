public import Foundation
import Synchronization

/// Debian's chromium without a window, led over a pair of pipes (its DevTools protocol). Ends with this object.
///
/// Its own `--dump-dom` does not do: it waits for ever while a page listens to a stream.
public final class Browser: Sendable {
    private static let program = "/usr/bin/chromium"

    public static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    private let process: Process
    private let profile: String
    private let line: Line

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts with an empty page, a profile of its own and the window's width in pixels.
    public init(width: Int = 1_280) async throws {
        profile = NSTemporaryDirectory() + "browser-\(UUID().uuidString)"
        let options = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--hide-scrollbars", "--user-data-dir=\(profile)", "--remote-debugging-pipe", "about:blank",
        ]
        let (commands, answers) = (Pipe(), Pipe())
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // The protocol is on descriptors 3 and 4, which a Process cannot hand over by itself.
        process.arguments =
            ["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null", "sh", Self.program] + options
        process.standardInput = commands
        process.standardOutput = answers
        process.standardError = FileHandle.nullDevice
        line = Line(commands: commands.fileHandleForWriting, answers: answers.fileHandleForReading)
        try process.runOpenToSignals()
        let target = try await line.ask("Target.createTarget", ["url": "about:blank"])["targetId"] ?? ""
        line.session = try await line.ask(
            "Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"]
        // A window cannot be as narrow as a telephone.
        _ = try await line.ask(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": 1_000, "deviceScaleFactor": 1, "mobile": false])
    }

    deinit {
        process.terminate()
        try? FileManager.default.removeItem(atPath: profile)
    }

    /// Goes to an address; returns before the page is complete.
    public func open(_ address: String) async throws {
        _ = try await line.ask("Page.navigate", ["url": address])
    }

    /// What can be read on the page once all the texts are there, with plain spaces.
    public func text(once texts: String..., within time: Duration = .seconds(20)) async throws -> String {
        let end = ContinuousClock.now + time
        var text = ""
        while ContinuousClock.now < end {
            text = try await evaluate("document.body.innerText").replacing("\u{a0}", with: " ")
            if texts.allSatisfy(text.contains) { return text }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure(description: "not all of \(texts) came: \(text)")
    }

    /// The value of an expression, as text.
    public func evaluate(_ expression: String) async throws -> String {
        try await line.ask(
            "Runtime.evaluate", ["expression": "String(\(expression))", "returnByValue": true])["value"] ?? ""
    }

    /// A picture of the whole page in a PNG file.
    public func picture(to path: String) async throws {
        let data = try await line.ask("Page.captureScreenshot", ["captureBeyondViewport": true])["data"] ?? ""
        guard let png = Data(base64Encoded: data) else { throw Failure(description: "no picture") }
        try png.write(to: URL(filePath: path))
    }

    /// The page as it is printed: a PDF, on the paper that its style asks for.
    public func paper() async throws -> Data {
        let data = try await line.ask("Page.printToPDF", ["preferCSSPageSize": true])["data"] ?? ""
        guard let pdf = Data(base64Encoded: data) else { throw Failure(description: "nothing was printed") }
        return pdf
    }
}

/// Commands one way, answers the other, each ended by a zero byte. One at a time.
private final class Line: Sendable {
    private let commands: FileHandle
    private let answers: FileHandle
    private let state = Mutex((number: 0, session: String?.none))

    init(commands: FileHandle, answers: FileHandle) {
        self.commands = commands
        self.answers = answers
    }

    /// The page that commands are for; `nil` for the browser itself.
    var session: String? {
        get { state.withLock { $0.session } }
        set { state.withLock { $0.session = newValue } }
    }

    /// - Returns: the texts in the answer, those of an inner `result` included.
    func ask(_ method: String, _ parameters: [String: any Sendable]) async throws -> [String: String] {
        let (number, session) = state.withLock { state in
            state.number += 1
            return (state.number, state.session)
        }
        var command: [String: Any] = ["id": number, "method": method, "params": parameters]
        if let session { command["sessionId"] = session }
        try commands.write(contentsOf: try JSONSerialization.data(withJSONObject: command) + [0])
        let result: [String: String]? = await withCheckedContinuation { continuation in
            // Reading blocks, so it gets a thread of its own.
            Thread.detachNewThread { [answers] in
                continuation.resume(returning: Self.answer(number, from: answers))
            }
        }
        guard let result else { throw Browser.Failure(description: "\(method) was not answered") }
        return result
    }

    private static func answer(_ number: Int, from answers: FileHandle) -> [String: String]? {
        var pending = Data()
        while true {
            let bytes = answers.availableData
            if bytes.isEmpty { return nil }
            pending += bytes
            while let end = pending.firstIndex(of: 0) {
                let message = try? JSONSerialization.jsonObject(with: pending[..<end]) as? [String: Any]
                pending = Data(pending[pending.index(after: end)...])
                guard let message, message["id"] as? Int == number else { continue }
                guard let result = message["result"] as? [String: Any] else { return nil }
                let inner = result["result"] as? [String: Any] ?? [:]
                return result.merging(inner) { $1 }.compactMapValues { $0 as? String }
            }
        }
    }
}
