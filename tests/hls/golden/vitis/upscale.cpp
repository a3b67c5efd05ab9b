// Kernel upscale: Vitis HLS C++ made by hwpipe from upscale.py.
#include "upscale.h"

static const int WIDTH = 1024;

// upscale.py:12 upscale
static void upscale_upscale(ap_uint<11> height,
                            ap_uint<11> width,
                            hls::stream<ap_uint<8> >& x,
                            hls::stream<ap_uint<8> >& y) {
#pragma HLS inline off
  ap_uint<8> upper[1024];  // upscale.py:15
  ap_uint<8> lower[1024];  // upscale.py:16
  ap_uint<10> left = 0;  // upscale.py:17
  ap_uint<10> right = 0;  // upscale.py:18
  const int r_end = height.to_int() + 1;
  loop_r: for (int r = 0; r < r_end; ++r) {  // upscale.py:19
#pragma HLS loop_tripcount min=2 max=2048
    loop_half: for (int half = 0; half < 2; ++half) {  // upscale.py:20
      const int c_end = width.to_int() + 1;
      loop_c: for (int c = 0; c < c_end; ++c) {  // upscale.py:21
#pragma HLS loop_tripcount min=2 max=1025
        loop_side: for (int side = 0; side < 2; ++side) {  // upscale.py:22
#pragma HLS pipeline II=1
          if (side == 0) {  // upscale.py:23
            left = ap_uint<10>(right);  // upscale.py:24
            if (ap_uint<11>(c) < width) {  // upscale.py:25
              ap_uint<8> below = ((r > 0) || (half > 0)) ? ap_uint<8>(lower[c]) : ap_uint<8>(0);  // upscale.py:26
              if ((half == 0) && (ap_uint<11>(r) < height)) {  // upscale.py:27
                const ap_uint<8> x_item = x.read();  // upscale.py:28
                below = x_item;
              }
              ap_uint<8> above = 0;  // upscale.py:29
              if (half == 0) {  // upscale.py:30
                above = (r > 0) ? ap_uint<8>(lower[c]) : ap_uint<8>(below);  // upscale.py:31
                upper[c] = above;  // upscale.py:32
                lower[c] = below;  // upscale.py:33
              } else {
                above = upper[c];  // upscale.py:35
              }
              right = ap_uint<10>((half == 0) ? ap_uint<10>(((3 * above) + below)) : ap_uint<10>((above + (3 * below))));  // upscale.py:36
            }
            if (c == 0) {  // upscale.py:37
              left = ap_uint<10>(right);  // upscale.py:38
            }
          }
          ap_uint<12> total = (side == 0) ? ap_uint<12>(((3 * left) + right)) : ap_uint<12>((left + (3 * right)));  // upscale.py:39
          ap_uint<1> inside = (((r * 2) + half) > 0) && (ap_uint<12>(((r * 2) + half)) <= (height * 2));  // upscale.py:40
          if ((inside != 0) && (((c * 2) + side) > 0) && (ap_uint<12>(((c * 2) + side)) <= (width * 2))) {  // upscale.py:41
            y.write(ap_uint<8>(ap_uint<13>((total + 8)) >> 4));  // upscale.py:42
          }
        }
      }
    }
  }
}

void upscale(ap_uint<11> height,
             ap_uint<11> width,
             hls::stream<ap_uint<8> >& x,
             hls::stream<ap_uint<8> >& y) {
#pragma HLS interface s_axilite port=height bundle=control offset=0x10
#pragma HLS interface s_axilite port=width bundle=control offset=0x18
#pragma HLS interface axis port=x
#pragma HLS interface axis port=y
#pragma HLS interface s_axilite port=return bundle=control
  upscale_upscale(height, width, x, y);
}
