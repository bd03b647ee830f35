internal import Glibc

/// The functions of the method's definitions; all logarithms are natural.
enum Statistics {
    static func log(_ x: Double) -> Double { Glibc.log(x) }

    static func exp(_ x: Double) -> Double { Glibc.exp(x) }

    static func clip(_ x: Double, _ low: Double, _ high: Double) -> Double { min(max(x, low), high) }

    /// The middle value, or the mean of the two middle ones; `nil` of nothing.
    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        var (values, middle) = (values, values.count / 2)
        Selection.place(middle, of: &values)
        guard values.count.isMultiple(of: 2) else { return values[middle] }
        var below = values[0]
        for index in 1..<max(middle, 1) where values[index] > below { below = values[index] }
        return (below + values[middle]) / 2
    }

    /// The share of a standard normal variable below `x`.
    static func normalShare(below x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// The quantile of the standard normal distribution; `p` is held within 1e-300...1-1e-16.
    ///
    /// Acklam's rational approximation with one Halley step; the error is below 1e-9.
    static func probit(_ p: Double) -> Double {
        let p = clip(p, 1e-300, 1 - 1e-16)
        let start = p <= 0.5 ? lowerQuantile(p) : -lowerQuantile(1 - p)
        let error = normalShare(below: start) - p
        let step = error * (2 * Double.pi).squareRoot() * exp(start * start / 2)
        return step.isFinite ? start - step / (1 + start * step / 2) : start
    }

    /// Acklam's approximation for 0 < p ≤ 0.5.
    private static func lowerQuantile(_ p: Double) -> Double {
        func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
            coefficients.reduce(0) { $0 * x + $1 }
        }
        if p < 0.02425 {
            let q = (-2 * log(p)).squareRoot()
            return polynomial(
                q,
                [
                    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277671838, -2.549732539343734,
                    4.374664141464968, 2.938163982698783,
                ])
                / polynomial(
                    q,
                    [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1])
        }
        let q = p - 0.5
        let r = q * q
        return q
            * polynomial(
                r,
                [
                    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
                    1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239,
                ])
            / polynomial(
                r,
                [
                    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                    6.680131188771972e+01, -1.328068155288572e+01, 1,
                ])
    }

    /// Maps a ratio of effect and spread to a standard normal score: the tail of Student's t with 4 degrees of
    /// freedom at `t / scale`, read as a normal tail (method `dasta-1.0`, section 7.6).
    static func normalScore(_ t: Double, scale: Double) -> Double {
        let tail = tail(t, scale: scale)
        return t < 0 ? probit(tail) : -probit(tail)
    }

    /// The chance that Student's t with 4 degrees of freedom lies beyond `t / scale`, on its side.
    static func tail(_ t: Double, scale: Double) -> Double {
        let x = abs(t) / scale
        let q = (1 + x * x / 4).squareRoot()
        let delta = 2 / (q * (q + x / 2))
        return delta * delta * (6 - delta) / 32
    }
}

extension [Double] {
    /// The sums of neighbours, so that `count` are left: above 0. `nan` in one is `nan` in the sum.
    func summed(to count: Int) -> [Double] {
        let parts = self.count / count
        return (0..<count).map { self[$0 * parts..<($0 + 1) * parts].reduce(0, +) }
    }

    /// Likewise the means.
    func averaged(to count: Int) -> [Double] {
        summed(to: count).map { $0 * Double(count) / Double(self.count) }
    }
}
