import CPostgres
import Glibc

/// One connection to a server, for one thread. It ends with this object.
///
/// libpq never waits by itself, but for names to be resolved: each wait is ours, and looks ten times a second whether
/// anyone still wants the answer. So a server that says nothing holds up nobody.
@safe final class PostgresConnection {
    private let raw: OpaquePointer

    /// Whether the answer is still wanted.
    typealias Wanted = () -> Bool

    init(_ parameters: [(keyword: String, value: String)], while isWanted: Wanted) throws(PostgresError) {
        let made = unsafe withCStrings(parameters.map(\.keyword)) { keywords in
            unsafe withCStrings(parameters.map(\.value)) { values in
                unsafe PQconnectStartParams(keywords, values, 0)
            }
        }
        guard let made = unsafe made else { throw .unreachable(state: nil, why: "no memory") }
        unsafe raw = made
        // Puts the code of what went wrong into the text, which may be in any language.
        unsafe PQsetErrorVerbosity(raw, PQERRORS_VERBOSE)
        unsafe PQsetNoticeProcessor(raw, { _, _ in }, nil)
        try establish(while: isWanted)
    }

    deinit { unsafe PQfinish(raw) }

    private func establish(while isWanted: Wanted) throws(PostgresError) {
        guard unsafe PQstatus(raw) != CONNECTION_BAD else { throw .connecting(message) }
        var next = PGRES_POLLING_WRITING
        while next != PGRES_POLLING_OK {
            guard next != PGRES_POLLING_FAILED else { throw .connecting(message) }
            try wait(toWrite: next == PGRES_POLLING_WRITING, while: isWanted)
            next = unsafe PQconnectPoll(raw)
        }
        unsafe PQsetnonblocking(raw, 1)
    }

    /// Runs one statement, in a transaction of its own unless one was begun. After an error that is not
    /// `.refused`, let go of the connection.
    ///
    /// - Returns: the rows as text.
    @discardableResult
    func run(
        _ sql: String, _ values: [PostgresValue] = [], while isWanted: Wanted
    ) throws(PostgresError) -> [[String?]] {
        guard send(sql, values) else { throw .lost(why: message) }
        try flush(while: isWanted)
        var rows: [[String?]] = []
        var failure: PostgresError?
        while let result = unsafe try next(while: isWanted) {
            defer { unsafe PQclear(result) }
            switch unsafe PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: rows = unsafe cells(of: result)
            default: unsafe failure = failure ?? self.failure(of: result)
            }
        }
        if let failure { throw failure }
        return rows
    }

    /// Without values, several statements may stand in one text.
    private func send(_ sql: String, _ values: [PostgresValue]) -> Bool {
        guard !values.isEmpty else { return unsafe PQsendQuery(raw, sql) == 1 }
        let bytes = values.flatMap(\.bytes)
        let lengths = values.map { Int32(clamping: $0.bytes.count) }
        return unsafe bytes.withUnsafeBytes { buffer in
            var start = 0
            var pointers: [UnsafePointer<CChar>?] = unsafe []
            for value in values {
                let first = unsafe buffer.baseAddress.map { unsafe $0 + start }
                unsafe pointers.append(first?.assumingMemoryBound(to: CChar.self))
                start += value.bytes.count
            }
            let binary = [Int32](repeating: 1, count: values.count)
            return unsafe PQsendQueryParams(
                raw, sql, Int32(values.count), values.map(\.type), pointers, lengths, binary, 0) == 1
        }
    }

    private func flush(while isWanted: Wanted) throws(PostgresError) {
        while true {
            let left = unsafe PQflush(raw)
            if left == 0 { return }
            guard left > 0 else { throw .lost(why: message) }
            try wait(toWrite: true, while: isWanted)
            guard unsafe PQconsumeInput(raw) == 1 else { throw .lost(why: message) }
        }
    }

    /// `nil` when all of the answer is there.
    private func next(while isWanted: Wanted) throws(PostgresError) -> OpaquePointer? {
        while unsafe PQisBusy(raw) == 1 {
            try wait(toWrite: false, while: isWanted)
            guard unsafe PQconsumeInput(raw) == 1 else { throw .lost(why: message) }
        }
        return unsafe PQgetResult(raw)
    }

    private func cells(of result: OpaquePointer) -> [[String?]] {
        unsafe (0..<PQntuples(result)).map { row in
            unsafe (0..<PQnfields(result)).map { column in
                unsafe PQgetisnull(result, row, column) == 1
                    ? nil : String(cString: PQgetvalue(result, row, column))
            }
        }
    }

    /// The primary message only: what else the server says may hold values.
    private func failure(of result: OpaquePointer) -> PostgresError {
        guard unsafe PQstatus(raw) != CONNECTION_BAD else { return .lost(why: message) }
        func field(_ code: Character) -> String? {
            let code = Int32(code.asciiValue ?? 0)
            return unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
        }
        return .refused(state: field("C") ?? "", why: field("M") ?? "no message")
    }

    private var message: String { unsafe String(cString: PQerrorMessage(raw)) }

    /// Returns when the server has something for us, or, if that is asked for, takes something from us.
    private func wait(toWrite: Bool, while isWanted: Wanted) throws(PostgresError) {
        let events = Int16(toWrite ? POLLIN | POLLOUT : POLLIN)
        while isWanted() {
            var watched = unsafe pollfd(fd: PQsocket(raw), events: events, revents: 0)
            if unsafe poll(&watched, 1, 100) != 0 { return }
        }
        throw .givenUp
    }
}

/// The texts as C has them, with a null pointer after the last.
private func withCStrings<Value>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
) -> Value {
    let copies = unsafe texts.map { unsafe strdup($0) }
    defer { for index in unsafe copies.indices { unsafe free(copies[index]) } }
    let pointers = unsafe copies.map { unsafe UnsafePointer<CChar>($0) } + [nil]
    return unsafe body(pointers)
}
