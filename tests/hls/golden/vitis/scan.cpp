// Kernel scan: Vitis HLS C++ made by hwpipe from scan.py.
#include "scan.h"

static const int LANES = 4;

// scan.py:14 scan
static void scan_scan(ap_uint<20> n,
                      ap_int<16>* x,
                      ap_int<32>* y) {
#pragma HLS inline off
  ap_int<32> carry = 0;  // scan.py:15
  loop_t: for (int t = 0; t < n.to_int(); ++t) {  // scan.py:16
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=1048575
    ap_int<18> part[4];  // scan.py:17
#pragma HLS array_partition variable=part type=complete dim=0
    ap_int<16> list[4];
#pragma HLS array_partition variable=list type=complete dim=0
    for (int k = 0; k < LANES; ++k) {
#pragma HLS unroll
      list[k] = x[(t * LANES) + k];
    }
    ap_int<17> one[4];  // scan.py:9
#pragma HLS array_partition variable=one type=complete dim=0
    one[0] = list[0];
    one[1] = (list[0] + list[1]);
    one[2] = (list[1] + list[2]);
    one[3] = (list[2] + list[3]);
    ap_int<18> list_2[4];
#pragma HLS array_partition variable=list_2 type=complete dim=0
    list_2[0] = one[0];
    list_2[1] = one[1];
    list_2[2] = (one[2] + one[0]);
    list_2[3] = (one[3] + one[1]);
    for (int copy = 0; copy < 4; ++copy) {
#pragma HLS unroll
      part[copy] = list_2[copy];
    }
    for (int k_2 = 0; k_2 < LANES; ++k_2) {  // scan.py:18
#pragma HLS unroll
      y[(t * LANES) + k_2] = carry + part[k_2];  // scan.py:19
    }
    carry = ap_int<32>(carry + part[3]);  // scan.py:20
  }
}

void scan(ap_uint<20> n,
          ap_int<16>* x,
          ap_int<32>* y) {
#pragma HLS interface s_axilite port=n bundle=control offset=0x10
#pragma HLS interface m_axi port=x bundle=gmem0 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=x bundle=control offset=0x18
#pragma HLS interface m_axi port=y bundle=gmem1 offset=slave max_widen_bitwidth=128 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=y bundle=control offset=0x24
#pragma HLS interface s_axilite port=return bundle=control
  scan_scan(n, x, y);
}
