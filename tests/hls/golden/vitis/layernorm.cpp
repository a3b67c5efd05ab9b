// Kernel layernorm: Vitis HLS C++ made by hwpipe from layernorm.py.
#include "layernorm.h"

static const int LANES = 8;

// layernorm.py:12 layernorm
static void layernorm_layernorm(ap_uint<16> rows,
                                ap_uint<16> blocks,
                                ap_uint<4> shift,
                                ap_int<8>* x,
                                ap_int<32>* stats) {
#pragma HLS inline off
  assert((blocks * LANES) == (ap_uint<10>(1) << shift));  // layernorm.py:16
  ap_int<32> total = 0;  // layernorm.py:17
  ap_uint<32> square = 0;  // layernorm.py:18
  loop_r: for (int r = 0; r < rows.to_int(); ++r) {  // layernorm.py:19
#pragma HLS loop_tripcount min=1 max=65535
    loop_b: for (int b = 0; b < blocks.to_int(); ++b) {  // layernorm.py:20
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=64
      ap_int<8> v[8];  // layernorm.py:21
#pragma HLS array_partition variable=v type=complete dim=0
      for (int k = 0; k < LANES; ++k) {
#pragma HLS unroll
        v[k] = x[(((r * blocks.to_int()) + b) * LANES) + k];
      }
      ap_int<11> sum = 0;  // layernorm.py:22
      for (int k_2 = 0; k_2 < LANES; ++k_2) {
#pragma HLS unroll
        sum += v[k_2];
      }
      total = ap_int<32>(((b == 0) ? ap_int<32>(0) : ap_int<32>(total)) + sum);
      ap_uint<18> sum_2 = 0;  // layernorm.py:23
      for (int k_3 = 0; k_3 < LANES; ++k_3) {
#pragma HLS unroll
        sum_2 += v[k_3] * v[k_3];
      }
      square = ap_uint<32>(((b == 0) ? ap_uint<32>(0) : ap_uint<32>(square)) + sum_2);
    }
    loop_h: for (int h = 0; h < 2; ++h) {  // layernorm.py:24
#pragma HLS pipeline II=1
      ap_int<37> mean = ap_int<40>((ap_int<40>(total) << 8)) >> shift;  // layernorm.py:25
      ap_int<73> variance = (ap_uint<48>((ap_uint<48>(square) << 16)) >> shift) - (mean * mean);  // layernorm.py:26
      stats[(r * 2) + h] = (h == 0) ? ap_int<32>(ap_int<32>(mean)) : ap_int<32>(ap_int<32>(ap_int<73>(variance) >> 8));  // layernorm.py:27
    }
  }
}

void layernorm(ap_uint<16> rows,
               ap_uint<16> blocks,
               ap_uint<4> shift,
               ap_int<8>* x,
               ap_int<32>* stats) {
#pragma HLS interface s_axilite port=rows bundle=control offset=0x10
#pragma HLS interface s_axilite port=blocks bundle=control offset=0x18
#pragma HLS interface s_axilite port=shift bundle=control offset=0x20
#pragma HLS interface m_axi port=x bundle=gmem0 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=x bundle=control offset=0x28
#pragma HLS interface m_axi port=stats bundle=gmem1 offset=slave max_widen_bitwidth=32 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=stats bundle=control offset=0x34
#pragma HLS interface s_axilite port=return bundle=control
  layernorm_layernorm(rows, blocks, shift, x, stats);
}
