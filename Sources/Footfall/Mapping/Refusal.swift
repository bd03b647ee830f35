/// Why a mapping refuses a message. Tells no value of the payload.
struct Refusal: Error, Hashable {
    let code: Rejection.Code
    let detail: String
}
