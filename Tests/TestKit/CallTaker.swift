import Foundation
import Glibc
import Synchronization

/// A small real HTTP server of Python's that writes down each call that changes something. It ends with this object.
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

    public struct Call: Decodable, Sendable {
        public let method: String
        public let path: String
        /// Without what is not there; names in small letters.
        public let headers: [String: String]
        public let body: String

        public var type: String { headers["content-type"] ?? "" }
        public var authorization: String { headers["authorization"] ?? "" }
    }

    /// All that came so far, in order, whatever was answered.
    public var calls: [Call] {
        let text = (try? String(contentsOfFile: folder + "/calls", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            try? JSONDecoder().decode(Call.self, from: Data(line.utf8))
        }
    }

    private struct Reply: Encodable {
        let status: Int
        let body: String
        let headers: [String: String]
    }

    /// What it answers from now on.
    public func answer(_ status: Int, _ body: String = "", headers: [String: String] = [:]) throws {
        let reply = try JSONEncoder().encode(Reply(status: status, body: body, headers: headers))
        try reply.write(to: URL(filePath: folder + "/reply"), options: .atomic)
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
        import http.server, json, os, ssl, sys
        folder = sys.argv[2]
        class Taker(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                call = {'method': self.command, 'path': self.path,
                        'headers': {name.lower(): value for name, value in self.headers.items()},
                        'body': self.rfile.read(int(self.headers.get('Content-Length') or 0)).decode()}
                with open(folder + '/calls', 'a') as file:
                    file.write(json.dumps(call) + '\\n')
                reply = {'status': 204, 'body': '', 'headers': {}}
                if os.path.exists(folder + '/reply'):
                    reply = json.load(open(folder + '/reply'))
                self.send_response(reply['status'])
                for name, value in reply['headers'].items():
                    self.send_header(name, value)
                if 300 <= reply['status'] < 400:
                    self.send_header('Location', '/elsewhere')
                if reply['body']:
                    self.send_header('Content-Length', str(len(reply['body'].encode())))
                self.end_headers()
                self.wfile.write(reply['body'].encode())
            do_DELETE = do_POST
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
