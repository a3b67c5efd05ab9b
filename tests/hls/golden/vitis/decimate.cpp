// Kernel decimate: Vitis HLS C++ made by hwpipe from decimate.py.
#include "decimate.h"

static const int FACTOR = 4;
static const int DEPTH = 8;
static const ap_uint<13> C[32] = {256, 512, 768, 1024, 1280, 1536, 1792, 2048, 2304, 2560, 2816, 3072, 3328, 3584, 3840, 4096, 3840, 3584, 3328, 3072, 2816, 2560, 2304, 2048, 1792, 1536, 1280, 1024, 768, 512, 256, 0};

// decimate.py:15 decimate
static void decimate_decimate(ap_uint<16> n,
                              hls::stream<ap_int<16> >& x,
                              hls::stream<ap_int<16> >& y) {
#pragma HLS inline off
  ap_int<40> sums[9];  // decimate.py:16
#pragma HLS array_partition variable=sums type=complete dim=0
  for (int init = 0; init < 9; ++init) {
#pragma HLS unroll
    sums[init] = 0;  // decimate.py:16
  }
  loop__t_: for (int _t = 0; _t < n.to_int(); ++_t) {  // decimate.py:17
#pragma HLS loop_tripcount min=1 max=65535
    loop_p: for (int p = 0; p < FACTOR; ++p) {  // decimate.py:18
#pragma HLS pipeline II=1
      const ap_int<16> x_item = x.read();  // decimate.py:19
      ap_int<16> sample = x_item;  // decimate.py:19
      for (int d = 0; d < DEPTH; ++d) {  // decimate.py:21
#pragma HLS unroll
        ap_uint<13> taps[4];  // decimate.py:22
#pragma HLS array_partition variable=taps type=complete dim=0
        for (int q = 0; q < FACTOR; ++q) {
#pragma HLS unroll
          taps[q] = C[(((d * FACTOR) + FACTOR) - 1) - q];
        }
        ap_uint<13> tap = (p == 0) ? ap_uint<13>(taps[0]) : ap_uint<13>(((p == 1) ? ap_uint<12>(taps[1]) : ap_uint<12>(((p == 2) ? ap_uint<12>(taps[2]) : ap_uint<12>(taps[3])))));  // decimate.py:23
        ap_int<40> old = (p == 0) ? ap_int<40>(sums[d + 1]) : ap_int<40>(sums[d]);  // decimate.py:24
        sums[d] = ap_int<40>(old + (tap * sample));  // decimate.py:25
      }
      if (p == 3) {  // decimate.py:26
        y.write(ap_int<16>(hwpipe::clamp<ap_int<16>, ap_int<26> >((ap_int<41>((sums[0] + 16384)) >> 15), (-32768), 32767)));  // decimate.py:27
      }
    }
  }
}

void decimate(ap_uint<16> n,
              hls::stream<ap_int<16> >& x,
              hls::stream<ap_int<16> >& y) {
#pragma HLS interface s_axilite port=n bundle=control offset=0x10
#pragma HLS interface axis port=x
#pragma HLS interface axis port=y
#pragma HLS interface s_axilite port=return bundle=control
  decimate_decimate(n, x, y);
}
