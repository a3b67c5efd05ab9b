// Kernel sort8: Vitis HLS C++ made by hwpipe from sort8.py.
#include "sort8.h"

static const ap_uint<3> PAIRS[19][2] = {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {0, 2}, {1, 3}, {4, 6}, {5, 7}, {1, 2}, {5, 6}, {0, 4}, {1, 5}, {2, 6}, {3, 7}, {2, 4}, {3, 5}, {1, 2}, {3, 4}, {5, 6}};

// sort8.py:35 sort
static void sort8_sort(ap_uint<16> n,
                       hls::stream<ap_uint<128> >& x,
                       hls::stream<ap_uint<128> >& y) {
#pragma HLS inline off
  loop__t_: for (int _t = 0; _t < n.to_int(); ++_t) {  // sort8.py:36
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=65535
    ap_int<16> v[8];  // sort8.py:37
#pragma HLS array_partition variable=v type=complete dim=0
    const ap_uint<128> x_word = x.read();
    ap_int<16> x_item[8];
#pragma HLS array_partition variable=x_item type=complete dim=0
    for (int lane = 0; lane < 8; ++lane) {
#pragma HLS unroll
      x_item[lane] = ap_int<16>(ap_uint<16>(x_word.range(16 * lane + 15, 16 * lane)));
    }
    for (int copy = 0; copy < 8; ++copy) {
#pragma HLS unroll
      v[copy] = x_item[copy];
    }
    for (int p = 0; p < 19; ++p) {  // sort8.py:38
#pragma HLS unroll
      ap_int<16> new_v[8];  // sort8.py:39
#pragma HLS array_partition variable=new_v type=complete dim=0
      const ap_uint<3> low = PAIRS[p][0];
      const ap_uint<3> high = PAIRS[p][1];
      ap_int<16> small = hwpipe::min_of<ap_int<16> >(v[low.to_int()], v[high.to_int()]);  // sort8.py:29
      ap_int<16> large = hwpipe::max_of<ap_int<16> >(v[low.to_int()], v[high.to_int()]);  // sort8.py:30
      ap_int<16> list[8];
#pragma HLS array_partition variable=list type=complete dim=0
      for (int k = 0; k < 8; ++k) {
#pragma HLS unroll
        if (ap_uint<3>(k) == low) {
          list[k] = small;
        }
        else {
          if (ap_uint<3>(k) == high) {
            list[k] = large;
          }
          else {
            list[k] = v[k];
          }
        }
      }
      for (int copy_2 = 0; copy_2 < 8; ++copy_2) {
#pragma HLS unroll
        new_v[copy_2] = list[copy_2];
      }
      for (int copy_3 = 0; copy_3 < 8; ++copy_3) {
#pragma HLS unroll
        v[copy_3] = new_v[copy_3];
      }
    }
    ap_uint<128> word;  // sort8.py:40
    for (int lane_2 = 0; lane_2 < 8; ++lane_2) {
#pragma HLS unroll
      word.range(16 * lane_2 + 15, 16 * lane_2) = ap_uint<16>(ap_int<16>(v[lane_2]));
    }
    y.write(word);
  }
}

void sort8(ap_uint<16> n,
           hls::stream<ap_uint<128> >& x,
           hls::stream<ap_uint<128> >& y) {
#pragma HLS interface s_axilite port=n bundle=control offset=0x10
#pragma HLS interface axis port=x
#pragma HLS interface axis port=y
#pragma HLS interface s_axilite port=return bundle=control
  sort8_sort(n, x, y);
}
