import Testing

@Suite struct BarometerTests {}
