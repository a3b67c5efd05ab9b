// Kernel median3x3: Vitis HLS C++ made by hwpipe from median3x3.py.
#include "median3x3.h"

static const int MAX_WIDTH = 1920;

// median3x3.py:17 median
static void median3x3_median(ap_uint<12> height,
                             ap_uint<12> width,
                             hls::stream<ap_uint<8> >& x,
                             hls::stream<ap_uint<8> >& y) {
#pragma HLS inline off
  ap_uint<8> above[1920];  // median3x3.py:21
  ap_uint<8> top[1920];  // median3x3.py:22
  ap_uint<8> column[3][3];  // median3x3.py:23
#pragma HLS array_partition variable=column type=complete dim=0
  for (int init = 0; init < 3; ++init) {
#pragma HLS unroll
    for (int init_2 = 0; init_2 < 3; ++init_2) {
#pragma HLS unroll
      column[init][init_2] = 0;  // median3x3.py:23
    }
  }
  loop_row: for (int row = 0; row < height.to_int(); ++row) {  // median3x3.py:24
#pragma HLS loop_tripcount min=3 max=4095
    loop_col: for (int col = 0; col < width.to_int(); ++col) {  // median3x3.py:25
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=3 max=1920
      const ap_uint<8> x_item = x.read();  // median3x3.py:26
      ap_uint<8> a = x_item;  // median3x3.py:26
      ap_uint<8> b = (row > 0) ? ap_uint<8>(above[col]) : ap_uint<8>(0);  // median3x3.py:27
      ap_uint<8> c = (row > 1) ? ap_uint<8>(top[col]) : ap_uint<8>(0);  // median3x3.py:28
      top[col] = b;  // median3x3.py:29
      above[col] = a;  // median3x3.py:30
      for (int k = 0; k < 3; ++k) {  // median3x3.py:31
#pragma HLS unroll
        column[0][k] = column[1][k];  // median3x3.py:32
        column[1][k] = column[2][k];  // median3x3.py:33
      }
      column[2][0] = hwpipe::min_of<ap_uint<8> >(hwpipe::min_of<ap_uint<8> >(a, b), c);  // median3x3.py:34
      column[2][1] = hwpipe::max_of<ap_uint<8> >(hwpipe::min_of<ap_uint<8> >(a, b), hwpipe::min_of<ap_uint<8> >(hwpipe::max_of<ap_uint<8> >(a, b), c));  // median3x3.py:35
      column[2][2] = hwpipe::max_of<ap_uint<8> >(hwpipe::max_of<ap_uint<8> >(a, b), c);  // median3x3.py:36
      ap_uint<8> low = hwpipe::max_of<ap_uint<8> >(hwpipe::max_of<ap_uint<8> >(column[0][0], column[1][0]), column[2][0]);  // median3x3.py:37
      const ap_uint<8> a_2 = column[0][1];  // median3x3.py:38
      const ap_uint<8> b_2 = column[1][1];
      const ap_uint<8> c_2 = column[2][1];
      ap_uint<8> mid = hwpipe::max_of<ap_uint<8> >(hwpipe::min_of<ap_uint<8> >(a_2, b_2), hwpipe::min_of<ap_uint<8> >(hwpipe::max_of<ap_uint<8> >(a_2, b_2), c_2));  // median3x3.py:38
      ap_uint<8> high = hwpipe::min_of<ap_uint<8> >(hwpipe::min_of<ap_uint<8> >(column[0][2], column[1][2]), column[2][2]);  // median3x3.py:39
      if ((row > 1) && (col > 1)) {  // median3x3.py:40
        y.write(ap_uint<8>(hwpipe::max_of<ap_uint<8> >(hwpipe::min_of<ap_uint<8> >(low, mid), hwpipe::min_of<ap_uint<8> >(hwpipe::max_of<ap_uint<8> >(low, mid), high))));  // median3x3.py:41
      }
    }
  }
}

void median3x3(ap_uint<12> height,
               ap_uint<12> width,
               hls::stream<ap_uint<8> >& x,
               hls::stream<ap_uint<8> >& y) {
#pragma HLS interface s_axilite port=height bundle=control offset=0x10
#pragma HLS interface s_axilite port=width bundle=control offset=0x18
#pragma HLS interface axis port=x
#pragma HLS interface axis port=y
#pragma HLS interface s_axilite port=return bundle=control
  median3x3_median(height, width, x, y);
}
