import Testing

@Suite struct FootfallTests {}
