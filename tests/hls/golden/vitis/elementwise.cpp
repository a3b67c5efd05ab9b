// Kernel elementwise: Vitis HLS C++ made by hwpipe from elementwise.py.
#include "elementwise.h"

static const int PORT = 8;
static const int BEATS = 2;

// elementwise.py:41 load_a
static void elementwise_load_a(ap_uint<10> blocks,
                               ap_uint<12> rows,
                               ap_uint<24> a_beats,
                               ap_uint<3> up_y,
                               ap_uint<28> a_block,
                               ap_uint<28> a_row,
                               ap_int<8>* a,
                               hls::stream<ap_uint<64> >& sa) {
#pragma HLS inline off
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // elementwise.py:51
#pragma HLS loop_tripcount min=1 max=1023
    loop_r: for (int r = 0; r < rows.to_int(); ++r) {  // elementwise.py:52
#pragma HLS loop_tripcount min=1 max=4095
      loop__f_: for (int _f = 0; _f < up_y.to_int(); ++_f) {  // elementwise.py:53
#pragma HLS loop_tripcount min=1 max=7
        loop_n: for (int n = 0; n < a_beats.to_int(); ++n) {  // elementwise.py:54
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=16777215
          ap_int<8> list[8];  // elementwise.py:55
#pragma HLS array_partition variable=list type=complete dim=0
          for (int q = 0; q < PORT; ++q) {
#pragma HLS unroll
            list[q] = a[((((long long)c * a_block.to_int()) + ((long long)r * a_row.to_int())) + (n * PORT)) + q];
          }
          ap_uint<64> word;
          for (int lane = 0; lane < 8; ++lane) {
#pragma HLS unroll
            word.range(8 * lane + 7, 8 * lane) = ap_uint<8>(ap_int<8>(list[lane]));
          }
          sa.write(word);
        }
      }
    }
  }
}

// elementwise.py:59 load_b
static void elementwise_load_b(ap_uint<10> blocks,
                               ap_uint<12> rows,
                               ap_uint<24> b_beats,
                               ap_uint<1> pair,
                               ap_uint<28> b_block,
                               ap_uint<28> b_row,
                               ap_int<8>* b,
                               hls::stream<ap_uint<64> >& sb) {
#pragma HLS inline off
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // elementwise.py:69
#pragma HLS loop_tripcount min=1 max=1023
    loop_r: for (int r = 0; r < rows.to_int(); ++r) {  // elementwise.py:70
#pragma HLS loop_tripcount min=1 max=4095
      loop_n: for (int n = 0; n < b_beats.to_int(); ++n) {  // elementwise.py:71
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=16777215
        if (pair == 1) {  // elementwise.py:72
          ap_int<8> list[8];  // elementwise.py:73
#pragma HLS array_partition variable=list type=complete dim=0
          for (int q = 0; q < PORT; ++q) {
#pragma HLS unroll
            list[q] = b[((((long long)c * b_block.to_int()) + ((long long)r * b_row.to_int())) + (n * PORT)) + q];
          }
          ap_uint<64> word;
          for (int lane = 0; lane < 8; ++lane) {
#pragma HLS unroll
            word.range(8 * lane + 7, 8 * lane) = ap_uint<8>(ap_int<8>(list[lane]));
          }
          sb.write(word);
        }
      }
    }
  }
}

// elementwise.py:77 repeat
static void elementwise_repeat(ap_uint<28> pixels,
                               ap_uint<3> up_x,
                               hls::stream<ap_uint<64> >& sa,
                               hls::stream<ap_uint<64> >& wide) {
#pragma HLS inline off
  ap_int<8> held[16];  // elementwise.py:83
#pragma HLS array_partition variable=held type=complete dim=0
  for (int init = 0; init < 16; ++init) {
#pragma HLS unroll
    held[init] = 0;  // elementwise.py:83
  }
  loop__t_: for (int _t = 0; _t < pixels.to_int(); ++_t) {  // elementwise.py:84
#pragma HLS loop_tripcount min=1 max=268435455
    loop_e: for (int e = 0; e < up_x.to_int(); ++e) {  // elementwise.py:85
#pragma HLS loop_tripcount min=1 max=7
      loop__h_: for (int _h = 0; _h < BEATS; ++_h) {  // elementwise.py:86
#pragma HLS pipeline II=1
        ap_int<8> now[8];  // elementwise.py:87
#pragma HLS array_partition variable=now type=complete dim=0
        for (int q = 0; q < PORT; ++q) {
#pragma HLS unroll
          now[q] = held[q];
        }
        if (e == 0) {  // elementwise.py:88
          const ap_uint<64> sa_word = sa.read();  // elementwise.py:89
          ap_int<8> sa_item[8];
#pragma HLS array_partition variable=sa_item type=complete dim=0
          for (int lane = 0; lane < 8; ++lane) {
#pragma HLS unroll
            sa_item[lane] = ap_int<8>(ap_uint<8>(sa_word.range(8 * lane + 7, 8 * lane)));
          }
          for (int copy = 0; copy < 8; ++copy) {
#pragma HLS unroll
            now[copy] = sa_item[copy];
          }
        }
        for (int q_2 = 0; q_2 < 16; ++q_2) {  // elementwise.py:90
#pragma HLS unroll
          const int later = q_2 + PORT;  // elementwise.py:91
          held[q_2] = (later < 16) ? ap_int<8>(held[later]) : ap_int<8>(now[later - 16]);  // elementwise.py:92
        }
        ap_uint<64> word;  // elementwise.py:93
        for (int lane_2 = 0; lane_2 < 8; ++lane_2) {
#pragma HLS unroll
          word.range(8 * lane_2 + 7, 8 * lane_2) = ap_uint<8>(ap_int<8>(now[lane_2]));
        }
        wide.write(word);
      }
    }
  }
}

// elementwise.py:105 compute
static void elementwise_compute(ap_uint<28> beats,
                                ap_uint<1> pair,
                                ap_uint<17> ka,
                                ap_uint<17> ka_low,
                                ap_uint<17> kb,
                                ap_int<8> pivot,
                                ap_int<38> offset,
                                ap_uint<5> shift,
                                ap_uint<28> tie,
                                ap_int<38> below,
                                ap_int<38> above,
                                ap_int<8> zero,
                                ap_int<8> low,
                                ap_int<8> high,
                                hls::stream<ap_uint<64> >& wide,
                                hls::stream<ap_uint<64> >& sb,
                                hls::stream<ap_uint<64> >& sy) {
#pragma HLS inline off
#pragma HLS expression_balance off
  loop__t_: for (int _t = 0; _t < beats.to_int(); ++_t) {  // elementwise.py:124
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=268435455
    const ap_uint<64> wide_word = wide.read();  // elementwise.py:125
    ap_int<8> left[8];
#pragma HLS array_partition variable=left type=complete dim=0
    for (int lane = 0; lane < 8; ++lane) {
#pragma HLS unroll
      left[lane] = ap_int<8>(ap_uint<8>(wide_word.range(8 * lane + 7, 8 * lane)));
    }
    ap_int<8> right[8];  // elementwise.py:126
#pragma HLS array_partition variable=right type=complete dim=0
    for (int q = 0; q < PORT; ++q) {
#pragma HLS unroll
      right[q] = 0;
    }
    if (pair == 1) {  // elementwise.py:127
      const ap_uint<64> sb_word = sb.read();  // elementwise.py:128
      ap_int<8> sb_item[8];
#pragma HLS array_partition variable=sb_item type=complete dim=0
      for (int lane_2 = 0; lane_2 < 8; ++lane_2) {
#pragma HLS unroll
        sb_item[lane_2] = ap_int<8>(ap_uint<8>(sb_word.range(8 * lane_2 + 7, 8 * lane_2)));
      }
      for (int copy = 0; copy < 8; ++copy) {
#pragma HLS unroll
        right[copy] = sb_item[copy];
      }
    }
    ap_int<8> out[8];  // elementwise.py:129
#pragma HLS array_partition variable=out type=complete dim=0
    int out_count = 0;
    for (int q_2 = 0; q_2 < PORT; ++q_2) {  // elementwise.py:130
#pragma HLS unroll
      ap_uint<17> k = (left[q_2] < pivot) ? ap_uint<17>(ka_low) : ap_uint<17>(ka);  // elementwise.py:131
      ap_int<39> sum = 0;  // elementwise.py:132
      ap_int<38> list[3];
#pragma HLS array_partition variable=list type=complete dim=0
      list[0] = ((left[q_2] - pivot) * k);
      list[1] = (right[q_2] * kb);
      list[2] = offset;
      for (int term = 0; term < 3; ++term) {
#pragma HLS unroll
        sum += list[term];
      }
      ap_int<39> total = sum;  // elementwise.py:132
      ap_int<23> a = ((shift & 16) == 16) ? ap_int<23>(ap_int<23>(ap_int<39>(total) >> 16)) : ap_int<23>(ap_int<23>(total));  // elementwise.py:98
      ap_int<16> b = ((shift & 8) == 8) ? ap_int<16>(ap_int<16>(ap_int<23>(a) >> 8)) : ap_int<16>(ap_int<16>(a));  // elementwise.py:99
      ap_int<12> c = ((shift & 4) == 4) ? ap_int<12>(ap_int<12>(ap_int<16>(b) >> 4)) : ap_int<12>(ap_int<12>(b));  // elementwise.py:100
      ap_uint<8> near = ap_uint<8>(ap_int<12>(c) >> (shift & 3));  // elementwise.py:133
      ap_uint<8> even = (((total & tie) == 0) && (tie > 0)) ? ap_uint<8>((near & 254)) : ap_uint<8>(near);  // elementwise.py:134
      ap_int<8> code = ap_int<8>(even + zero);  // elementwise.py:135
      if (total < below) {
        out[out_count] = low;  // elementwise.py:136
      }
      else {
        if (total >= above) {
          out[out_count] = high;
        }
        else {
          out[out_count] = code;
        }
      }
      ++out_count;
    }
    ap_uint<64> word;  // elementwise.py:137
    for (int lane_3 = 0; lane_3 < 8; ++lane_3) {
#pragma HLS unroll
      word.range(8 * lane_3 + 7, 8 * lane_3) = ap_uint<8>(ap_int<8>(out[lane_3]));
    }
    sy.write(word);
  }
}

// elementwise.py:141 store
static void elementwise_store(ap_uint<10> blocks,
                              ap_uint<12> rows,
                              ap_uint<3> up_y,
                              ap_uint<24> y_beats,
                              ap_uint<28> y_block,
                              ap_uint<28> y_step,
                              ap_uint<28> y_row,
                              hls::stream<ap_uint<64> >& sy,
                              ap_int<8>* y) {
#pragma HLS inline off
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // elementwise.py:152
#pragma HLS loop_tripcount min=1 max=1023
    loop_r: for (int r = 0; r < rows.to_int(); ++r) {  // elementwise.py:153
#pragma HLS loop_tripcount min=1 max=4095
      loop_f: for (int f = 0; f < up_y.to_int(); ++f) {  // elementwise.py:154
#pragma HLS loop_tripcount min=1 max=7
        loop_n: for (int n = 0; n < y_beats.to_int(); ++n) {  // elementwise.py:155
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=16777215
          const ap_uint<64> sy_word = sy.read();  // elementwise.py:156
          ap_int<8> beat[8];
#pragma HLS array_partition variable=beat type=complete dim=0
          for (int lane = 0; lane < 8; ++lane) {
#pragma HLS unroll
            beat[lane] = ap_int<8>(ap_uint<8>(sy_word.range(8 * lane + 7, 8 * lane)));
          }
          for (int q = 0; q < PORT; ++q) {  // elementwise.py:157
#pragma HLS unroll
            y[(((((long long)c * y_block.to_int()) + ((long long)r * y_step.to_int())) + (f * y_row.to_int())) + (n * PORT)) + q] = beat[q];  // elementwise.py:158
          }
        }
      }
    }
  }
}

void elementwise(ap_uint<10> blocks,
                 ap_uint<12> rows,
                 ap_uint<24> a_beats,
                 ap_uint<3> up_y,
                 ap_uint<28> a_block,
                 ap_uint<28> a_row,
                 ap_int<8>* a,
                 ap_uint<24> b_beats,
                 ap_uint<1> pair,
                 ap_uint<28> b_block,
                 ap_uint<28> b_row,
                 ap_int<8>* b,
                 ap_uint<28> pixels,
                 ap_uint<3> up_x,
                 ap_uint<28> beats,
                 ap_uint<17> ka,
                 ap_uint<17> ka_low,
                 ap_uint<17> kb,
                 ap_int<8> pivot,
                 ap_int<38> offset,
                 ap_uint<5> shift,
                 ap_uint<28> tie,
                 ap_int<38> below,
                 ap_int<38> above,
                 ap_int<8> zero,
                 ap_int<8> low,
                 ap_int<8> high,
                 ap_uint<24> y_beats,
                 ap_uint<28> y_block,
                 ap_uint<28> y_step,
                 ap_uint<28> y_row,
                 ap_int<8>* y) {
#pragma HLS interface s_axilite port=blocks bundle=control offset=0x10
#pragma HLS interface s_axilite port=rows bundle=control offset=0x18
#pragma HLS interface s_axilite port=a_beats bundle=control offset=0x20
#pragma HLS interface s_axilite port=up_y bundle=control offset=0x28
#pragma HLS interface s_axilite port=a_block bundle=control offset=0x30
#pragma HLS interface s_axilite port=a_row bundle=control offset=0x38
#pragma HLS interface m_axi port=a bundle=gmem0 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=a bundle=control offset=0x40
#pragma HLS interface s_axilite port=b_beats bundle=control offset=0x4c
#pragma HLS interface s_axilite port=pair bundle=control offset=0x54
#pragma HLS interface s_axilite port=b_block bundle=control offset=0x5c
#pragma HLS interface s_axilite port=b_row bundle=control offset=0x64
#pragma HLS interface m_axi port=b bundle=gmem1 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=b bundle=control offset=0x6c
#pragma HLS interface s_axilite port=pixels bundle=control offset=0x78
#pragma HLS interface s_axilite port=up_x bundle=control offset=0x80
#pragma HLS interface s_axilite port=beats bundle=control offset=0x88
#pragma HLS interface s_axilite port=ka bundle=control offset=0x90
#pragma HLS interface s_axilite port=ka_low bundle=control offset=0x98
#pragma HLS interface s_axilite port=kb bundle=control offset=0xa0
#pragma HLS interface s_axilite port=pivot bundle=control offset=0xa8
#pragma HLS interface s_axilite port=offset bundle=control offset=0xb0
#pragma HLS interface s_axilite port=shift bundle=control offset=0xbc
#pragma HLS interface s_axilite port=tie bundle=control offset=0xc4
#pragma HLS interface s_axilite port=below bundle=control offset=0xcc
#pragma HLS interface s_axilite port=above bundle=control offset=0xd8
#pragma HLS interface s_axilite port=zero bundle=control offset=0xe4
#pragma HLS interface s_axilite port=low bundle=control offset=0xec
#pragma HLS interface s_axilite port=high bundle=control offset=0xf4
#pragma HLS interface s_axilite port=y_beats bundle=control offset=0xfc
#pragma HLS interface s_axilite port=y_block bundle=control offset=0x104
#pragma HLS interface s_axilite port=y_step bundle=control offset=0x10c
#pragma HLS interface s_axilite port=y_row bundle=control offset=0x114
#pragma HLS interface m_axi port=y bundle=gmem0 offset=slave max_widen_bitwidth=64 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=y bundle=control offset=0x11c
#pragma HLS interface s_axilite port=return bundle=control
#pragma HLS dataflow
  hls::stream<ap_uint<64> > sa("sa");
#pragma HLS stream variable=sa depth=16
  hls::stream<ap_uint<64> > sb("sb");
#pragma HLS stream variable=sb depth=16
  hls::stream<ap_uint<64> > wide("wide");
#pragma HLS stream variable=wide depth=16
  hls::stream<ap_uint<64> > sy("sy");
#pragma HLS stream variable=sy depth=16
  elementwise_load_a(blocks, rows, a_beats, up_y, a_block, a_row, a, sa);
  elementwise_load_b(blocks, rows, b_beats, pair, b_block, b_row, b, sb);
  elementwise_repeat(pixels, up_x, sa, wide);
  elementwise_compute(beats, pair, ka, ka_low, kb, pivot, offset, shift, tie, below, above, zero, low, high, wide, sb, sy);
  elementwise_store(blocks, rows, up_y, y_beats, y_block, y_step, y_row, sy, y);
}
