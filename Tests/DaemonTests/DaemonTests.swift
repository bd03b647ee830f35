import Testing

@Suite struct DaemonTests {}
