import CCrypto

/// Names bytes in entity tags and in the page's content security policy.
enum Digest {
    /// SHA-256: 32 bytes.
    static func sha256(_ message: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = unsafe SHA256(message, message.count, &digest)
        return digest
    }
}
