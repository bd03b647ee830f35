import CCrypto
import Footfall
import Vault

extension Noise {
    /// The chance of this house: HMAC-SHA-256 under its key.
    init(epsilon: Epsilon, key: NoiseKey) {
        let key = key.bytes
        self.init(epsilon: epsilon) { message in
            var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
            let code = unsafe HMAC(
                EVP_sha256(), key, Int32(key.count), message, message.count, &digest, nil)
            precondition(unsafe code != nil, "HMAC asks for no more than memory")
            return digest
        }
    }
}
