import Foundation

/// Random numbers that depend on their key and on nothing else (SplitMix64).
///
/// Each question has a key of its own, so a fault added to a scenario changes no passer-by.
struct SeededRandom: RandomNumberGenerator {
    /// What the numbers are for.
    enum Purpose: UInt64 {
        case sensorSize = 1, weather, people, latency, duplicate, delay, malformed, counterStart, device,
            gain
    }

    private var state: UInt64

    init(seed: UInt64, for purpose: Purpose, index: Int = 0, at second: Int64 = 0) {
        state = Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
        state = Self.mix(state ^ purpose.rawValue &* 0xD1B5_4A32_D192_ED03)
        state = Self.mix(state ^ UInt64(bitPattern: Int64(index)) &* 0xA24B_AED4_963E_E407)
        state = Self.mix(state ^ UInt64(bitPattern: second) &* 0x9FB2_1C65_1E98_DF25)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// At least 0, below 1.
    mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    mutating func number(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + unit() * (range.upperBound - range.lowerBound)
    }

    /// A whole number; each one of the range is as likely, but for less than one in 2^50.
    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    mutating func happens(withShare share: Double) -> Bool {
        unit() < share
    }

    /// How many came, when `mean` come on average and none waits for another (Poisson).
    mutating func poisson(mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        return mean < 12 ? poissonByProduct(mean: mean) : poissonByRejection(mean: mean)
    }

    private mutating func poissonByProduct(mean: Double) -> Int {
        let limit = exp(-mean)
        var product = unit()
        var count = 0
        while product > limit {
            product *= unit()
            count += 1
        }
        return count
    }

    /// Transformed rejection with squeeze, PTRS, of W. Hörmann (1993); exact from a mean of 10.
    private mutating func poissonByRejection(mean: Double) -> Int {
        let spread = 0.931 + 2.53 * mean.squareRoot()
        let slope = -0.059 + 0.02483 * spread
        let inverseAlpha = 1.1239 + 1.1328 / (spread - 3.4)
        let quick = 0.9277 - 3.6224 / (spread - 2)
        while true {
            let across = unit() - 0.5
            let up = unit()
            let edge = 0.5 - abs(across)
            let guess = ((2 * slope / edge + spread) * across + mean + 0.43).rounded(.down)
            if edge >= 0.07, up <= quick { return Int(guess) }
            if guess < 0 || (edge < 0.013 && up > edge) { continue }
            let chance = log(up) + log(inverseAlpha) - log(slope / (edge * edge) + spread)
            if chance <= guess * log(mean) - mean - Self.logFactorial(guess) { return Int(guess) }
        }
    }

    private static func logFactorial(_ number: Double) -> Double {
        if number < 10 { return stride(from: 2, through: number, by: 1).reduce(0) { $0 + log($1) } }
        let inverse = 1 / number
        let series = inverse / 12 * (1 - inverse * inverse / 30)
        return (number + 0.5) * log(number) - number + 0.918_938_533_204_672_7 + series
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
