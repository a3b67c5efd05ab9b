// Kernel stencil3x3: Vitis HLS C++ made by hwpipe from stencil3x3.py.
#include "stencil3x3.h"

static const ap_uint<3> WEIGHTS[9] = {1, 2, 1, 2, 4, 2, 1, 2, 1};

// stencil3x3.py:14 stencil
static void stencil3x3_stencil(ap_uint<12> height,
                               ap_uint<12> width,
                               hls::stream<ap_uint<8> >& x,
                               hls::stream<ap_uint<8> >& y) {
#pragma HLS inline off
  ap_uint<8> above[1921];  // stencil3x3.py:20
  ap_uint<8> top[1921];  // stencil3x3.py:21
  ap_uint<8> window[3][3];  // stencil3x3.py:22
#pragma HLS array_partition variable=window type=complete dim=0
  for (int init = 0; init < 3; ++init) {
#pragma HLS unroll
    for (int init_2 = 0; init_2 < 3; ++init_2) {
#pragma HLS unroll
      window[init][init_2] = 0;  // stencil3x3.py:22
    }
  }
  const int row_end = height.to_int() + 1;
  loop_row: for (int row = 0; row < row_end; ++row) {  // stencil3x3.py:23
#pragma HLS loop_tripcount min=2 max=2161
    const int col_end = width.to_int() + 1;
    loop_col: for (int col = 0; col < col_end; ++col) {  // stencil3x3.py:24
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=3 max=1921
      ap_uint<8> pixel = 0;  // stencil3x3.py:25
      if ((ap_uint<12>(row) < height) && (ap_uint<11>(col) < width)) {  // stencil3x3.py:26
        const ap_uint<8> x_item = x.read();  // stencil3x3.py:27
        pixel = x_item;
      }
      ap_uint<8> one = (row > 0) ? ap_uint<8>(above[col]) : ap_uint<8>(0);  // stencil3x3.py:28
      ap_uint<8> two = (row > 1) ? ap_uint<8>(top[col]) : ap_uint<8>(0);  // stencil3x3.py:29
      for (int i = 0; i < 3; ++i) {  // stencil3x3.py:30
#pragma HLS unroll
        window[i][0] = window[i][1];  // stencil3x3.py:31
        window[i][1] = window[i][2];  // stencil3x3.py:32
      }
      window[0][2] = two;  // stencil3x3.py:33
      window[1][2] = one;  // stencil3x3.py:34
      window[2][2] = pixel;  // stencil3x3.py:35
      top[col] = one;  // stencil3x3.py:36
      above[col] = pixel;  // stencil3x3.py:37
      if ((row > 0) && (col > 0)) {  // stencil3x3.py:38
        ap_uint<12> sum = 0;  // stencil3x3.py:39
        for (int i_2 = 0; i_2 < 3; ++i_2) {
#pragma HLS unroll
          for (int k = 0; k < 3; ++k) {
#pragma HLS unroll
            sum += WEIGHTS[(3 * i_2) + k] * (((k > 0) || (col > 1)) ? ap_uint<8>(window[i_2][k]) : ap_uint<8>(0));
          }
        }
        ap_uint<12> total = sum;  // stencil3x3.py:39
        y.write(ap_uint<8>(hwpipe::clamp<ap_uint<8>, ap_uint<8> >((ap_uint<12>((total + 8)) >> 4), 0, 255)));  // stencil3x3.py:44
      }
    }
  }
}

void stencil3x3(ap_uint<12> height,
                ap_uint<12> width,
                hls::stream<ap_uint<8> >& x,
                hls::stream<ap_uint<8> >& y) {
#pragma HLS interface s_axilite port=height bundle=control offset=0x10
#pragma HLS interface s_axilite port=width bundle=control offset=0x18
#pragma HLS interface axis port=x
#pragma HLS interface axis port=y
#pragma HLS interface s_axilite port=return bundle=control
  stencil3x3_stencil(height, width, x, y);
}
