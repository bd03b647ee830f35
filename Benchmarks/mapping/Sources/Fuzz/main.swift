import Glibc

@testable import Footfall

/// `Fuzz COUNT SEED`: so many inputs; what must not be ends it with 1.
let words = CommandLine.arguments.dropFirst().map { UInt64($0) ?? 1 }
let (count, seed) = (words.first ?? 10_000_000, words.dropFirst().first ?? 1)

func resident() -> Int {
    var usage = rusage()
    getrusage(0, &usage)  // This process.
    return usage.ru_maxrss / 1024
}

func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

var fuzzer = Fuzzer(seed: seed)
guard fuzzer.targets.count == FuzzSamples.all.count else {
    let known = fuzzer.targets.map(\.sample.mapping)
    for sample in FuzzSamples.all where !known.contains(sample.mapping) {
        print("no mapping: \(sample.mapping)")
        if let node = Tree.node(sample.mapping) { Mapping.compile(node).1.forEach { print("  \($0)") } }
    }
    exit(1)
}
let start = now()
for number in 1...count {
    if let complaint = fuzzer.step() {
        print("input \(number): \(complaint)")
        exit(1)
    }
    if number % 1_000_000 == 0 || number == count {
        let rate = Int(Double(number) / (now() - start))
        print(
            "\(number) inputs, \(rate)/s, \(fuzzer.taken) messages taken, \(fuzzer.refused) not, "
                + "\(resident()) MiB at most")
        fflush(nil)
    }
}
