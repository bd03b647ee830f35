/// Certificates for a server on this machine, good for two days.
enum Certificates {
    /// Writes `ca` and `other-ca`, who has signed nothing, and what `ca` has signed for `localhost` under the given
    /// name: `.crt` and `.key` each.
    static func make(for name: String, in folder: String) async throws {
        let new = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        ]
        for name in ["ca", "other-ca"] {
            let files = ["-keyout", "\(folder)\(name).key", "-out", "\(folder)\(name).crt"]
            try await Program.run("/usr/bin/openssl", new + ["-subj", "/CN=\(name)"] + files)
        }
        let subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        let signer = ["-CA", "\(folder)ca.crt", "-CAkey", "\(folder)ca.key"]
        let files = ["-keyout", "\(folder)\(name).key", "-out", "\(folder)\(name).crt"]
        try await Program.run("/usr/bin/openssl", new + subject + signer + files)
    }
}
