import ArgumentParser
import Foundation
import Mosquitto

/// Which broker, and who we are to it.
struct BrokerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where the broker listens.", valueName: "host:port"))
    var broker = "localhost:1883"

    @Option(help: "The name to log in with.")
    var username: String?

    @Option(help: ArgumentHelp("A file with the password, its first line.", valueName: "file"))
    var passwordFile: String?

    func validate() throws {
        guard address != nil else {
            throw ValidationError("--broker is HOST:PORT with a port of 1 to 65535, not '\(broker)'.")
        }
        guard (username == nil) == (passwordFile == nil) else {
            throw ValidationError("--username and --password-file come together.")
        }
    }

    func endpoint() throws -> Endpoint {
        let (host, port) = address ?? ("localhost", 1883)
        let processID = ProcessInfo.processInfo.processIdentifier
        var endpoint = Endpoint(host: host, port: port, clientID: "crowdsim-\(processID)")
        if let username, let passwordFile {
            let text = try String(contentsOfFile: passwordFile, encoding: .utf8)
            let password = text.prefix { !$0.isNewline }
            endpoint.credentials = .init(username: username, password: String(password))
        }
        return endpoint
    }

    private var address: (host: String, port: Int)? {
        guard let colon = broker.lastIndex(of: ":"), let port = Int(broker[broker.index(after: colon)...]),
            (1...65_535).contains(port), colon > broker.startIndex
        else { return nil }
        let host = broker[..<colon].trimmingPrefix("[")
        return (String(host.hasSuffix("]") ? host.dropLast() : host), port)
    }
}
