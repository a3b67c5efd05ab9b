// Kernel softmax: Vitis HLS C++ made by hwpipe from softmax.py.
#include "softmax.h"

static const int COLS = 64;
static const ap_uint<12> EXP[256] = {4095, 3847, 3614, 3395, 3189, 2996, 2814, 2644, 2484, 2333, 2192, 2059, 1934, 1817, 1707, 1604, 1506, 1415, 1329, 1249, 1173, 1102, 1035, 973, 914, 858, 806, 757, 712, 668, 628, 590, 554, 521, 489, 459, 432, 405, 381, 358, 336, 316, 297, 279, 262, 246, 231, 217, 204, 192, 180, 169, 159, 149, 140, 132, 124, 116, 109, 103, 96, 90, 85, 80, 75, 70, 66, 62, 58, 55, 52, 48, 45, 43, 40, 38, 35, 33, 31, 29, 28, 26, 24, 23, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 12, 11, 10, 10, 9, 8, 8, 7, 7, 7, 6, 6, 5, 5, 5, 5, 4, 4, 4, 4, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

// softmax.py:26 softmax
static void softmax_softmax(ap_uint<16> rows,
                            ap_uint<8> cols,
                            hls::stream<ap_int<8> >& x,
                            hls::stream<ap_uint<8> >& y) {
#pragma HLS inline off
  ap_int<8> row[64];  // softmax.py:29
  ap_int<8> most = -128;  // softmax.py:30
  ap_uint<24> total = 0;  // softmax.py:31
  ap_uint<17> scale = 0;  // softmax.py:32
  loop__r_: for (int _r = 0; _r < rows.to_int(); ++_r) {  // softmax.py:33
#pragma HLS loop_tripcount min=1 max=65535
    loop_c: for (int c = 0; c < cols.to_int(); ++c) {  // softmax.py:34
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=2 max=64
      const ap_int<8> x_item = x.read();  // softmax.py:35
      ap_int<8> v = x_item;  // softmax.py:35
      row[c] = v;  // softmax.py:36
      most = ap_int<8>((c == 0) ? ap_int<8>(v) : ap_int<8>(hwpipe::max_of<ap_int<8> >(most, v)));  // softmax.py:37
    }
    loop_c_2: for (int c_2 = 0; c_2 < cols.to_int(); ++c_2) {  // softmax.py:38
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=2 max=64
      total = ap_uint<24>(((c_2 == 0) ? ap_uint<24>(0) : ap_uint<24>(total)) + EXP[most.to_int() - row[c_2].to_int()]);  // softmax.py:39
      if (ap_uint<6>(c_2) == (cols - 1)) {  // softmax.py:40
        ap_int<42> rest = 268435456;  // softmax.py:16
        ap_uint<17> out = 0;  // softmax.py:17
        for (int k = 0; k < 17; ++k) {  // softmax.py:18
#pragma HLS unroll
          ap_uint<1> fits = rest >= (ap_uint<40>(total) << (16 - k));  // softmax.py:19
          rest = (fits != 0) ? ap_int<42>((rest - (ap_uint<40>(total) << (16 - k)))) : ap_int<42>(rest);  // softmax.py:20
          out = (out * 2) + ap_uint<1>(((fits != 0) ? 1 : 0));  // softmax.py:21
        }
        scale = ap_uint<24>(out);  // softmax.py:41
      }
    }
    loop_c_3: for (int c_3 = 0; c_3 < cols.to_int(); ++c_3) {  // softmax.py:42
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=2 max=64
      y.write(ap_uint<8>(hwpipe::clamp<ap_uint<8>, ap_uint<16> >((ap_uint<36>(((EXP[most.to_int() - row[c_3].to_int()] * scale) + 524288)) >> 20), 0, 255)));  // softmax.py:43
    }
  }
}

void softmax(ap_uint<16> rows,
             ap_uint<8> cols,
             hls::stream<ap_int<8> >& x,
             hls::stream<ap_uint<8> >& y) {
#pragma HLS interface s_axilite port=rows bundle=control offset=0x10
#pragma HLS interface s_axilite port=cols bundle=control offset=0x18
#pragma HLS interface axis port=x
#pragma HLS interface axis port=y
#pragma HLS interface s_axilite port=return bundle=control
  softmax_softmax(rows, cols, x, y);
}
