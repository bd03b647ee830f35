import Foundation
import Glibc
import Synchronization

/// A small real HTTP server of Python's that writes down each POST. It ends with this object.
public final class CallTaker: Sendable {
    public let port: Int
    private let folder: String
    private let process = Mutex<Process?>(nil)

    /// - Parameter secure: with a certificate that nobody vouches for.
    public init(secure: Bool = false) async throws {
        port = try Broker.freePort()
        folder = NSTemporaryDirectory() + "calls-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Self.program.write(toFile: folder + "/server.py", atomically: true, encoding: .utf8)
        if secure { try await Self.makeCertificate(in: folder) }
        try await start()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    public struct Call: Sendable {
        public let path: String
        public let type: String
        public let authorization: String
        public let body: String
    }

    /// All that came so far, in order, whatever was answered.
    public var calls: [Call] {
        let text = (try? String(contentsOfFile: folder + "/calls", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Call(path: parts[0], type: parts[1], authorization: parts[2], body: parts[3])
        }
    }

    /// What it answers from now on.
    public func answer(_ status: Int) throws {
        try "\(status)".write(toFile: folder + "/status", atomically: true, encoding: .utf8)
    }

    public func stop() {
        guard let process = process.withLock({ $0.take() }) else { return }
        _ = Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// On the same port.
    public func start() async throws {
        try? FileManager.default.removeItem(atPath: folder + "/up")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = [folder + "/server.py", "\(port)", folder]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.runOpenToSignals()
        self.process.withLock { $0 = process }
        while !FileManager.default.fileExists(atPath: folder + "/up") {
            guard process.isRunning else { throw Broker.Failure(description: "no server on \(port)") }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static func makeCertificate(in folder: String) async throws {
        _ = try await Program.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                "-keyout", folder + "/key", "-out", folder + "/certificate",
            ])
    }

    private static let program = """
        import http.server, os, ssl, sys
        folder = sys.argv[2]
        class Taker(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get('Content-Length') or 0)).decode()
                head = [self.path, self.headers.get('Content-Type', ''), self.headers.get('Authorization', '')]
                with open(folder + '/calls', 'a') as file:
                    file.write('\\t'.join(head + [body]) + '\\n')
                status = 204
                if os.path.exists(folder + '/status'):
                    status = int(open(folder + '/status').read())
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header('Location', '/elsewhere')
                self.end_headers()
            def log_message(self, *ignored):
                pass
        server = http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Taker)
        if os.path.exists(folder + '/key'):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(folder + '/certificate', folder + '/key')
            server.socket = context.wrap_socket(server.socket, server_side=True)
        open(folder + '/up', 'w').close()
        server.serve_forever()
        """
}
