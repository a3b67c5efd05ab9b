// Kernel mixed: Vitis HLS C++ made by hwpipe from mixed.py.
#include "mixed.h"

static const int SCALE = 3;
static const ap_int<4> TABLE[2][3] = {{1, (-2), 3}, {4, 5, (-6)}};

// mixed.py:35 feed
static void mixed_feed(ap_uint<12> n,
                       hls::stream<ap_uint<32> >& a,
                       hls::stream<ap_uint<32> >& new_) {
#pragma HLS inline off
  ap_int<8> win[4];  // mixed.py:36
#pragma HLS array_partition variable=win type=complete dim=0
  for (int init = 0; init < 4; ++init) {
#pragma HLS unroll
    win[init] = 0;  // mixed.py:36
  }
  loop_i: for (int i = 0; i < n.to_int(); ++i) {  // mixed.py:37
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=4095
    const ap_uint<32> a_word = a.read();  // mixed.py:38
    ap_int<8> v[4];
#pragma HLS array_partition variable=v type=complete dim=0
    for (int lane = 0; lane < 4; ++lane) {
#pragma HLS unroll
      v[lane] = ap_int<8>(ap_uint<8>(a_word.range(8 * lane + 7, 8 * lane)));
    }
    ap_int<8> w[4];  // mixed.py:39
#pragma HLS array_partition variable=w type=complete dim=0
    for (int k = 0; k < 4; ++k) {
#pragma HLS unroll
      w[k] = v[3 - k];
    }
    ap_int<18> s = 0;  // mixed.py:18
    for (int k_2 = 0; k_2 < 4; ++k_2) {  // mixed.py:19
#pragma HLS unroll
      s = s + (v[k_2] * w[k_2]);  // mixed.py:20
    }
    ap_int<18> d = s;  // mixed.py:40
    ap_int<18> chained1 = d;  // mixed.py:41
    ap_int<18> e = chained1;  // mixed.py:41
    ap_int<18> first = chained1;  // mixed.py:41
    ap_int<18> x = first;  // mixed.py:42
    x = x & 7;  // mixed.py:25
    x = (x * 5) - 9;  // mixed.py:26
    ap_int<6> bias = x;  // mixed.py:42
    ap_int<8> least = w[0];  // mixed.py:43
    for (int item = 1; item < 4; ++item) {
#pragma HLS unroll
      least = hwpipe::min_of<ap_int<8> >(least, w[item]);
    }
    const ap_int<8> part = least;
    const ap_int<8> part_2 = hwpipe::max_of<ap_int<8> >(hwpipe::max_of<ap_int<8> >(v[0], v[1]), v[2]);
    ap_int<8> lo = part;  // mixed.py:43
    ap_int<8> hi = part_2;  // mixed.py:43
    if ((i > 2) && (hi > lo)) {  // mixed.py:44
      e = e + (win[1] * 2);  // mixed.py:45
    } else {
      e = e - 4;  // mixed.py:47
    }
    const ap_int<8> part_3 = hi;  // mixed.py:48
    const ap_int<8> part_4 = lo;
    lo = part_3;
    hi = part_4;
    for (int k_3 = 0; k_3 < 4; ++k_3) {  // mixed.py:49
#pragma HLS unroll
      win[k_3] = v[k_3];  // mixed.py:50
    }
    ap_int<8> sel[2];  // mixed.py:51
#pragma HLS array_partition variable=sel type=complete dim=0
    if ((i & 1) == 0) {
      sel[0] = v[0];
      sel[1] = v[1];
    }
    else {
      sel[0] = w[0];
      sel[1] = w[1];
    }
    ap_int<9> bent = (hi < 0) ? ap_int<9>(hwpipe::abs_of<ap_int<9> >(lo)) : ap_int<9>(((-1) - lo));  // mixed.py:52
    ap_int<16> list[2];  // mixed.py:53
#pragma HLS array_partition variable=list type=complete dim=0
    list[0] = ap_int<16>(((e + sel[0]) - bent) + bias);
    ap_int<25> t = d * 170;  // mixed.py:11
    ap_uint<16> half = 32768;  // mixed.py:12
    ap_int<9> r = ap_int<25>((t + half)) >> 16;  // mixed.py:13
    list[1] = ap_int<16>(((hwpipe::clamp<ap_int<8>, ap_int<9> >(r, (-128), 127) * SCALE) + TABLE[1][i & 1]) + sel[1]);
    ap_uint<32> word;
    for (int lane_2 = 0; lane_2 < 2; ++lane_2) {
#pragma HLS unroll
      word.range(16 * lane_2 + 15, 16 * lane_2) = ap_uint<16>(ap_int<16>(list[lane_2]));
    }
    new_.write(word);
  }
}

// mixed.py:58 drain
static void mixed_drain(ap_uint<12> n,
                        hls::stream<ap_uint<32> >& new_,
                        ap_int<32>* out,
                        hls::stream<ap_int<128> >& wide) {
#pragma HLS inline off
#pragma HLS expression_balance off
  ap_int<40> total = 0;  // mixed.py:59
  loop_i: for (int i = 0; i < n.to_int(); ++i) {  // mixed.py:60
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=4095
    const ap_uint<32> new_word = new_.read();  // mixed.py:61
    ap_int<16> q[2];
#pragma HLS array_partition variable=q type=complete dim=0
    for (int lane = 0; lane < 2; ++lane) {
#pragma HLS unroll
      q[lane] = ap_int<16>(ap_uint<16>(new_word.range(16 * lane + 15, 16 * lane)));
    }
    total = ap_int<40>(total + (q[0] * q[1]));  // mixed.py:62
    out[i] = ap_int<32>(total);  // mixed.py:63
    wide.write(ap_int<128>(ap_int<128>(((total * total) * total) * ap_uint<41>(1099511627776LL)) ^ ap_uint<101>("1267650600228229401496703205376", 10)));  // mixed.py:64
  }
}

void mixed(ap_uint<12> n,
           hls::stream<ap_uint<32> >& a,
           ap_int<32>* out,
           hls::stream<ap_int<128> >& wide) {
#pragma HLS interface s_axilite port=n bundle=control offset=0x10
#pragma HLS interface axis port=a
#pragma HLS interface m_axi port=out bundle=gmem offset=slave max_widen_bitwidth=64 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=out bundle=control offset=0x18
#pragma HLS interface axis port=wide
#pragma HLS interface s_axilite port=return bundle=control
#pragma HLS dataflow
  hls::stream<ap_uint<32> > new_("new_");
#pragma HLS stream variable=new_ depth=48
  mixed_feed(n, a, new_);
  mixed_drain(n, new_, out, wide);
}
