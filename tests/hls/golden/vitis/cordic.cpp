// Kernel cordic: Vitis HLS C++ made by hwpipe from cordic.py.
#include "cordic.h"

static const int GAIN = 19894;
static const int STEPS = 14;
static const ap_uint<14> ANGLES[14] = {8192, 4836, 2555, 1297, 651, 326, 163, 81, 41, 20, 10, 5, 3, 1};

// cordic.py:13 cordic
static void cordic_cordic(ap_uint<16> n,
                          hls::stream<ap_uint<16> >& angle,
                          hls::stream<ap_uint<32> >& out) {
#pragma HLS inline off
  loop__t_: for (int _t = 0; _t < n.to_int(); ++_t) {  // cordic.py:14
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=65535
    const ap_uint<16> angle_item = angle.read();  // cordic.py:15
    ap_uint<16> a = angle_item;  // cordic.py:15
    ap_uint<1> back = (a > 16384) && (a <= 49152);  // cordic.py:16
    ap_int<17> z = ap_int<18>((back != 0) ? ap_int<16>(ap_int<16>(a - 32768)) : ap_int<16>(ap_int<16>(a)));  // cordic.py:17
    ap_int<17> c = ap_int<18>((back != 0) ? (-19894) : GAIN);  // cordic.py:18
    ap_int<17> s = 0;  // cordic.py:19
    for (int k = 0; k < STEPS; ++k) {  // cordic.py:20
#pragma HLS unroll
      ap_uint<1> right = z < 0;  // cordic.py:21
      ap_int<16> u = ap_int<17>(c) >> k;  // cordic.py:22
      ap_int<15> w = ap_int<17>(s) >> k;  // cordic.py:23
      c = ap_int<18>((right != 0) ? ap_int<17>((c + w)) : ap_int<17>((c - w)));  // cordic.py:24
      s = ap_int<18>((right != 0) ? ap_int<17>((s - u)) : ap_int<17>((s + u)));  // cordic.py:25
      z = ap_int<18>((right != 0) ? ap_int<17>((z + ANGLES[k])) : ap_int<17>((z - ANGLES[k])));  // cordic.py:26
    }
    ap_int<17> list[2];  // cordic.py:27
#pragma HLS array_partition variable=list type=complete dim=0
    list[0] = c;
    list[1] = s;
    ap_uint<32> word;
    for (int lane = 0; lane < 2; ++lane) {
#pragma HLS unroll
      word.range(16 * lane + 15, 16 * lane) = ap_uint<16>(ap_int<16>(list[lane]));
    }
    out.write(word);
  }
}

void cordic(ap_uint<16> n,
            hls::stream<ap_uint<16> >& angle,
            hls::stream<ap_uint<32> >& out) {
#pragma HLS interface s_axilite port=n bundle=control offset=0x10
#pragma HLS interface axis port=angle
#pragma HLS interface axis port=out
#pragma HLS interface s_axilite port=return bundle=control
  cordic_cordic(n, angle, out);
}
