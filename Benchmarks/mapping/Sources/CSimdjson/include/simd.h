#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
/// What is read of a gate's message; the time is found and not read. -1 if it is not JSON.
int64_t simd_gate(const char *bytes, size_t count);
/// The same of a message of The Things Stack.
int64_t simd_stack(const char *bytes, size_t count);
#ifdef __cplusplus
}
#endif
