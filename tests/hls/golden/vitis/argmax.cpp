// Kernel argmax: Vitis HLS C++ made by hwpipe from argmax.py.
#include "argmax.h"

static const int LANES = 4;

// argmax.py:12 argmax
static void argmax_argmax(ap_uint<16> rows,
                          ap_uint<16> blocks,
                          ap_int<8>* x,
                          ap_int<32>* index) {
#pragma HLS inline off
  ap_uint<2> lane = 0;  // argmax.py:25
  loop_r: for (int r = 0; r < rows.to_int(); ++r) {  // argmax.py:13
#pragma HLS loop_tripcount min=1 max=65535
    ap_int<9> best = -129;  // argmax.py:14
    ap_uint<16> where = 0;  // argmax.py:15
    loop_b: for (int b = 0; b < blocks.to_int(); ++b) {  // argmax.py:16
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=65535
      ap_int<8> value[4];  // argmax.py:17
#pragma HLS array_partition variable=value type=complete dim=0
      for (int k = 0; k < LANES; ++k) {
#pragma HLS unroll
        value[k] = x[((((long long)r * blocks.to_int()) + b) * LANES) + k];
      }
      ap_int<8> most = value[0];  // argmax.py:18
      for (int item = 1; item < 4; ++item) {
#pragma HLS unroll
        most = hwpipe::max_of<ap_int<8> >(most, value[item]);
      }
      ap_int<8> top = most;  // argmax.py:18
      ap_uint<2> at = ((value[2] < top) && (value[1] < top) && (value[0] < top)) ? 3 : 2;  // argmax.py:19
      at = ((value[1] < top) && (value[0] < top)) ? ap_uint<2>(at) : ap_uint<2>(1);  // argmax.py:20
      at = (value[0] < top) ? ap_uint<2>(at) : ap_uint<2>(0);  // argmax.py:21
      if (top > best) {  // argmax.py:22
        best = ap_int<9>(top);  // argmax.py:23
        where = ap_uint<16>(b);  // argmax.py:24
        lane = ap_uint<16>(at);  // argmax.py:25
      }
    }
    index[r] = (where * LANES) + lane;  // argmax.py:26
  }
}

void argmax(ap_uint<16> rows,
            ap_uint<16> blocks,
            ap_int<8>* x,
            ap_int<32>* index) {
#pragma HLS interface s_axilite port=rows bundle=control offset=0x10
#pragma HLS interface s_axilite port=blocks bundle=control offset=0x18
#pragma HLS interface m_axi port=x bundle=gmem0 offset=slave max_widen_bitwidth=32 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=x bundle=control offset=0x20
#pragma HLS interface m_axi port=index bundle=gmem1 offset=slave max_widen_bitwidth=32 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=index bundle=control offset=0x2c
#pragma HLS interface s_axilite port=return bundle=control
  argmax_argmax(rows, blocks, x, index);
}
