// Kernel fir: Vitis HLS C++ made by hwpipe from fir.py.
#include "fir.h"

static const int TAPS = 16;
static const ap_int<8> COEFFICIENTS[16] = {(-117), (-80), (-43), (-6), 31, 68, 105, (-114), (-77), (-40), (-3), 34, 71, 108, (-111), (-74)};

// fir.py:10 filter
static void fir_filter(ap_uint<20> n,
                       hls::stream<ap_int<16> >& x,
                       hls::stream<ap_int<40> >& y) {
#pragma HLS inline off
  ap_int<16> window[16];  // fir.py:11
#pragma HLS array_partition variable=window type=complete dim=0
  for (int init = 0; init < 16; ++init) {
#pragma HLS unroll
    window[init] = 0;  // fir.py:11
  }
  loop_t: for (int t = 0; t < n.to_int(); ++t) {  // fir.py:12
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=1048575
    for (int k = 15; k > 0; --k) {  // fir.py:13
#pragma HLS unroll
      window[k] = window[k - 1];  // fir.py:14
    }
    const ap_int<16> x_item = x.read();  // fir.py:15
    window[0] = x_item;
    ap_int<27> sum = 0;  // fir.py:16
    for (int k_2 = 0; k_2 < TAPS; ++k_2) {
#pragma HLS unroll
      sum += COEFFICIENTS[k_2] * window[k_2];
    }
    y.write(ap_int<40>(sum));
  }
}

void fir(ap_uint<20> n,
         hls::stream<ap_int<16> >& x,
         hls::stream<ap_int<40> >& y) {
#pragma HLS interface s_axilite port=n bundle=control offset=0x10
#pragma HLS interface axis port=x
#pragma HLS interface axis port=y
#pragma HLS interface s_axilite port=return bundle=control
  fir_filter(n, x, y);
}
