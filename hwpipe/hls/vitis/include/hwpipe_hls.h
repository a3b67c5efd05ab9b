// Small integer functions that the emitted kernels use. Synthesizable; all are inlined.
#ifndef HWPIPE_HLS_H
#define HWPIPE_HLS_H

// Words of a stream of vectors may be wider than the headers allow on their own.
#ifndef AP_INT_MAX_W
#define AP_INT_MAX_W 4096
#endif
#include <cassert>

#include "ap_int.h"
#include "hls_stream.h"

namespace hwpipe {

// T holds both operands.
template <typename T>
inline T min_of(T a, T b) {
#pragma HLS inline
  return b < a ? b : a;
}

template <typename T>
inline T max_of(T a, T b) {
#pragma HLS inline
  return a < b ? b : a;
}

// T holds both a and -a.
template <typename T>
inline T abs_of(T a) {
#pragma HLS inline
  return a < 0 ? T(0 - a) : a;
}

// T holds a, lo and hi; R holds lo to hi.
template <typename R, typename T>
inline R clamp(T a, T lo, T hi) {
#pragma HLS inline
  return R(a < lo ? lo : (hi < a ? hi : a));
}

}  // namespace hwpipe

#endif
