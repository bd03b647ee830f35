import Testing

@Suite struct VaultTests {}
