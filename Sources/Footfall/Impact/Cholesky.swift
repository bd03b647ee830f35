/// A symmetric positive matrix as the product of a triangle and its mirror, so that equations are solved quickly.
struct Cholesky: Sendable {
    let size: Int
    /// Rows of the lower triangle, each of `size` numbers.
    private var triangle: [Double]

    /// - Parameter matrix: rows of `size` numbers each; of the upper triangle nothing is read.
    /// - Returns: `nil` when the matrix is not positive.
    init?(_ matrix: [Double], size: Int) {
        self.size = size
        triangle = matrix
        for row in 0..<size {
            for column in 0...row {
                var sum = triangle[row * size + column]
                for index in 0..<column {
                    sum -= triangle[row * size + index] * triangle[column * size + index]
                }
                if row == column {
                    guard sum > 0, sum.isFinite else { return nil }
                    triangle[row * size + row] = sum.squareRoot()
                } else {
                    triangle[row * size + column] = sum / triangle[column * size + column]
                }
            }
        }
    }

    /// The `x` for which the matrix times `x` is this.
    func solve(_ right: [Double]) -> [Double] {
        var x = right
        for row in 0..<size {
            for column in 0..<row { x[row] -= triangle[row * size + column] * x[column] }
            x[row] /= triangle[row * size + row]
        }
        for row in (0..<size).reversed() {
            for lower in row + 1..<max(size, row + 1) { x[row] -= triangle[lower * size + row] * x[lower] }
            x[row] /= triangle[row * size + row]
        }
        return x
    }
}
