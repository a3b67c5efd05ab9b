// Included before everything else in a simulator: what the Verilator run-time library prints is
// kept for Python instead of going to the terminal.
#pragma once
#define VL_PRINTF hwp_printf
#define VL_USER_STOP
#define VL_USER_FATAL
#define VL_USER_FINISH
#ifdef __cplusplus
extern "C"
#endif
int hwp_printf(const char* format, ...) __attribute__((format(printf, 1, 2)));
