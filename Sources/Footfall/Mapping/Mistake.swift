/// Why a text of the language can not be understood, and where: `character` counts from 1.
struct Mistake: Error, Hashable {
    let character: Int
    /// What was expected there, and the way out.
    let expected: String
}
