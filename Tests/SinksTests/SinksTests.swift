import Testing

@Suite struct SinksTests {}
