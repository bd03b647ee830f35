import Testing

@Suite struct MosquittoTests {}
