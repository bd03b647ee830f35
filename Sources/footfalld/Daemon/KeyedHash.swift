import CCrypto
import Footfall
import Vault

extension Noise {
    /// The chance of this house: HMAC-SHA-256 under its key.
    init(epsilon: Epsilon, key: NoiseKey) {
        let bytes = key.bytes
        self.init(epsilon: epsilon) { message in Self.hmac(key: bytes, message) }
    }

    /// HMAC-SHA-256 (RFC 2104): 32 bytes.
    static func hmac(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        let code = unsafe HMAC(
            EVP_sha256(), key, Int32(key.count), message, message.count, &digest, nil)
        precondition(unsafe code != nil, "HMAC asks for no more than memory")
        return digest
    }
}
