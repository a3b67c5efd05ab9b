// Kernel scale: Vitis HLS C++ made by hwpipe from scale.py.
#include "scale.h"

static const int LANES = 8;

// scale.py:9 scale
static void scale_scale(ap_uint<24> n,
                        ap_uint<16> factor,
                        ap_uint<5> shift,
                        ap_int<8>* x,
                        ap_int<8>* y) {
#pragma HLS inline off
  loop_i: for (int i = 0; i < n.to_int(); ++i) {  // scale.py:10
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=16777215
    for (int k = 0; k < LANES; ++k) {  // scale.py:11
#pragma HLS unroll
      y[(i * LANES) + k] = hwpipe::clamp<ap_int<8>, ap_int<24> >((ap_int<33>((x[(i * LANES) + k] * factor)) >> shift), (-128), 127);  // scale.py:12
    }
  }
}

void scale(ap_uint<24> n,
           ap_uint<16> factor,
           ap_uint<5> shift,
           ap_int<8>* x,
           ap_int<8>* y) {
#pragma HLS interface s_axilite port=n bundle=control offset=0x10
#pragma HLS interface s_axilite port=factor bundle=control offset=0x18
#pragma HLS interface s_axilite port=shift bundle=control offset=0x20
#pragma HLS interface m_axi port=x bundle=gmem0 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=x bundle=control offset=0x28
#pragma HLS interface m_axi port=y bundle=gmem1 offset=slave max_widen_bitwidth=64 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=y bundle=control offset=0x34
#pragma HLS interface s_axilite port=return bundle=control
  scale_scale(n, factor, shift, x, y);
}
