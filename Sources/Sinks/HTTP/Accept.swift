import Foundation

/// Which of our types a client would rather have, from its `Accept` header.
struct Accept {
    private let ranges: [(type: String, quality: Double)]

    init(_ header: String?) {
        ranges = (header ?? "*/*").split(separator: ",").map { range in
            let parts = range.split(separator: ";").map {
                $0.trimmingCharacters(in: .whitespaces).lowercased()
            }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return (parts.first ?? "", quality ?? 1)
        }
    }

    /// - Parameter offers: the first one wins where the client has no wish.
    func best(of offers: [String]) -> String? {
        var best: (offer: String, quality: Double)?
        for offer in offers {
            let quality = quality(of: offer)
            if quality > best?.quality ?? 0 { best = (offer, quality) }
        }
        return best?.offer
    }

    /// The most specific range decides.
    private func quality(of offer: String) -> Double {
        let family = offer.prefix { $0 != "/" } + "/*"
        for wanted in [offer, String(family), "*/*"] {
            if let range = ranges.first(where: { $0.type == wanted }) { return range.quality }
        }
        return 0
    }
}
