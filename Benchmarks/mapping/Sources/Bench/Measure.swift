import CAllocations
import Glibc

/// What one message costs, the best of several runs.
struct Cost {
    /// CPU time.
    var nanoseconds = Double.infinity
    var allocations = 0.0

    static func of(_ times: Int, _ body: () -> Void) -> Cost {
        var best = Cost()
        for _ in 0..<1000 { body() }
        for _ in 0..<9 {
            let (before, start) = (CAllocations.allocations(), clock())
            for _ in 0..<times { body() }
            let taken = Double(clock() - start) / Double(times)
            best.nanoseconds = min(best.nanoseconds, taken)
            best.allocations = Double(CAllocations.allocations() - before) / Double(times)
        }
        return best
    }

    private static func clock() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
