// Kernel window: Vitis HLS C++ made by hwpipe from window.py.
#include "window.h"
#include "hls_streamofblocks.h"

static const int LANES = 16;
static const int BEATS = 2;
static const int PORT = 8;
static const int HELD = 16;
static const int UNITS = 4;
static const int BEATS_IN = 1;
static const int WORDS_IN = 1;
static const int CONSTANTS = 16;
static const int GROUPS = 4;
static const int WORDS = 1;
static const int STEPS = 8;

typedef ap_uint<8> left_tile_block_t[2048][16];
typedef ap_uint<8> right_tile_block_t[2048][16];
typedef ap_uint<64> scales_block_t[4][4];
typedef ap_uint<128> taps_block_t[128][1];

// window.py:68 load
static void window_load(ap_uint<10> blocks,
                        ap_uint<10> bands,
                        ap_uint<12> tall,
                        ap_uint<12> step,
                        ap_uint<12> h,
                        ap_uint<12> w,
                        ap_uint<6> top,
                        ap_uint<8> fill,
                        ap_uint<28> x_block,
                        ap_uint<28> x_band,
                        ap_uint<28> x_row,
                        ap_uint<28> x_top,
                        ap_uint<8>* x,
                        hls::stream_of_blocks<left_tile_block_t>& left_tile,
                        hls::stream_of_blocks<right_tile_block_t>& right_tile) {
#pragma HLS inline off
  ap_uint<8> held[16];  // window.py:85
#pragma HLS array_partition variable=held type=complete dim=0
  for (int init = 0; init < 16; ++init) {
#pragma HLS unroll
    held[init] = 0;  // window.py:85
  }
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // window.py:86
#pragma HLS loop_tripcount min=1 max=1023
    loop_b: for (int b = 0; b < bands.to_int(); ++b) {  // window.py:87
#pragma HLS loop_tripcount min=1 max=1023
      {  // window.py:88 acquire
        hls::write_lock<left_tile_block_t> left_tile_half(left_tile);
        {  // window.py:89 acquire
          hls::write_lock<right_tile_block_t> right_tile_half(right_tile);
          loop_r: for (int r = 0; r < tall.to_int(); ++r) {  // window.py:90
#pragma HLS loop_tripcount min=1 max=4095
            loop_p: for (int p = 0; p < w.to_int(); ++p) {  // window.py:91
#pragma HLS loop_tripcount min=1 max=2047
              loop_g: for (int g = 0; g < BEATS; ++g) {  // window.py:92
#pragma HLS pipeline II=1
                const int row = ((b * step.to_int()) + r) - top.to_int();  // window.py:93
                ap_uint<1> inside = (row >= 0) && (ap_int<23>(row) < h);  // window.py:94
                const long long start = ((((long long)c * x_block.to_int()) + ((long long)b * x_band.to_int())) + ((long long)r * x_row.to_int())) - x_top.to_int();  // window.py:95
                const long long at = start + (((p * BEATS) + g) * PORT);  // window.py:96
                for (int q = 0; q < LANES; ++q) {  // window.py:97
#pragma HLS unroll
                  const int later = q + PORT;  // window.py:98
                  if (later < LANES) {  // window.py:99
                    held[q] = held[later];  // window.py:100
                  } else {
                    if (inside != 0) {  // window.py:101
                      held[q] = x[(at + later) - LANES] ^ 128;  // window.py:102
                    } else {
                      held[q] = fill;  // window.py:104
                    }
                  }
                }
                if (g == 1) {  // window.py:105
                  for (int q_2 = 0; q_2 < LANES; ++q_2) {  // window.py:106
#pragma HLS unroll
                    left_tile_half[(r * w.to_int()) + p][q_2] = held[q_2];  // window.py:107
                    right_tile_half[(r * w.to_int()) + p][q_2] = held[q_2];  // window.py:108
                  }
                }
              }
            }
          }
        }  // window.py:109 release
      }  // window.py:110 release
    }
  }
}

// window.py:122 load_constants
static void window_load_constants(ap_uint<10> blocks,
                                  ap_uint<10> k_beats,
                                  ap_uint<24> k_block,
                                  ap_uint<8>* k,
                                  hls::stream_of_blocks<scales_block_t>& scales,
                                  hls::stream_of_blocks<taps_block_t>& taps) {
#pragma HLS inline off
  ap_uint<8> held[16];  // window.py:130
#pragma HLS array_partition variable=held type=complete dim=0
  for (int init = 0; init < 16; ++init) {
#pragma HLS unroll
    held[init] = 0;  // window.py:130
  }
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // window.py:131
#pragma HLS loop_tripcount min=1 max=1023
    {  // window.py:132 acquire
      hls::write_lock<scales_block_t> scales_half(scales);
      {  // window.py:133 acquire
        hls::write_lock<taps_block_t> taps_half(taps);
        loop_n: for (int n = 0; n < k_beats.to_int(); ++n) {  // window.py:134
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=1023
          ap_uint<8> beat[8];  // window.py:135
#pragma HLS array_partition variable=beat type=complete dim=0
          for (int q = 0; q < PORT; ++q) {
#pragma HLS unroll
            beat[q] = k[(((long long)c * k_block.to_int()) + (n * PORT)) + q];
          }
          for (int q_2 = 0; q_2 < HELD; ++q_2) {  // window.py:136
#pragma HLS unroll
            const int later = q_2 + PORT;  // window.py:137
            held[q_2] = (later < HELD) ? ap_uint<8>(held[later]) : ap_uint<8>(beat[later - HELD]);  // window.py:138
          }
          for (int u = 0; u < UNITS; ++u) {  // window.py:139
#pragma HLS unroll
            const int part = 0;  // window.py:140
            const int channel = ((n >> 0) * WORDS_IN) + part;  // window.py:141
            ap_uint<1> whole = (n < CONSTANTS) && (1 != 0);  // window.py:142
            if ((whole != 0) && ((channel & 3) == u)) {  // window.py:143
              ap_uint<8> list[16];  // window.py:144
#pragma HLS array_partition variable=list type=complete dim=0
              for (int q_3 = 0; q_3 < HELD; ++q_3) {
#pragma HLS unroll
                list[q_3] = held[q_3];
              }
              ap_uint<128> out = 0;  // window.py:115
              for (int i = 0; i < 8; ++i) {  // window.py:116
#pragma HLS unroll
                out = out | (ap_uint<128>(list[8 + i]) << (8 * i));  // window.py:117
              }
              ap_uint<64> word = out;  // window.py:144
              scales_half[(channel >> 2) & 3][u] = word;  // window.py:145
            }
          }
          if ((n >= CONSTANTS) && ((n & 1) == 1)) {  // window.py:146
            for (int v = 0; v < WORDS; ++v) {  // window.py:147
#pragma HLS unroll
              ap_uint<5> size = 16;  // window.py:148
              ap_uint<8> list_2[16];  // window.py:149
#pragma HLS array_partition variable=list_2 type=complete dim=0
              for (int q_4 = 0; q_4 < HELD; ++q_4) {
#pragma HLS unroll
                list_2[q_4] = held[q_4];
              }
              ap_uint<128> out_2 = 0;  // window.py:115
              for (int i_2 = 0; i_2 < size.to_int(); ++i_2) {  // window.py:116
#pragma HLS unroll
                out_2 = out_2 | (ap_uint<128>(list_2[0 + i_2]) << (8 * i_2));  // window.py:117
              }
              ap_uint<128> row = out_2;  // window.py:149
              taps_half[(n - CONSTANTS) >> 1][v] = row;  // window.py:150
            }
          }
        }
      }  // window.py:151 release
    }  // window.py:152 release
  }
}

// window.py:163 compute
static void window_compute(ap_uint<10> blocks,
                           ap_uint<10> bands,
                           ap_uint<12> rows,
                           ap_uint<12> oh,
                           ap_uint<12> pairs,
                           ap_uint<8> kh,
                           ap_uint<8> kw,
                           ap_uint<8> span,
                           ap_uint<16> t_row,
                           ap_uint<16> t_ky,
                           ap_uint<8> t_pair,
                           ap_uint<6> t_next,
                           ap_uint<6> t_kx,
                           ap_uint<12> w,
                           ap_uint<6> left,
                           ap_uint<1> split,
                           ap_uint<1> unit,
                           ap_uint<1> largest,
                           ap_uint<8> fill,
                           hls::stream_of_blocks<left_tile_block_t>& left_tile,
                           hls::stream_of_blocks<right_tile_block_t>& right_tile,
                           hls::stream_of_blocks<taps_block_t>& taps,
                           hls::stream<ap_uint<92> >& sums) {
#pragma HLS inline off
#pragma HLS expression_balance off
  ap_int<23> acc[32];  // window.py:188
#pragma HLS array_partition variable=acc type=complete dim=0
  for (int init = 0; init < 32; ++init) {
#pragma HLS unroll
    acc[init] = 0;  // window.py:188
  }
  ap_uint<8> best[32];  // window.py:189
#pragma HLS array_partition variable=best type=complete dim=0
  for (int init_2 = 0; init_2 < 32; ++init_2) {
#pragma HLS unroll
    best[init_2] = 0;  // window.py:189
  }
  ap_int<23> out[32];  // window.py:190
#pragma HLS array_partition variable=out type=complete dim=0
  for (int init_3 = 0; init_3 < 32; ++init_3) {
#pragma HLS unroll
    out[init_3] = 0;  // window.py:190
  }
  assert((kh * span) >= STEPS);  // window.py:191
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // window.py:192
#pragma HLS loop_tripcount min=1 max=1023
    {  // window.py:193 acquire
      hls::read_lock<taps_block_t> taps_half(taps);
      loop_b: for (int b = 0; b < bands.to_int(); ++b) {  // window.py:194
#pragma HLS loop_tripcount min=1 max=1023
        {  // window.py:195 acquire
          hls::read_lock<left_tile_block_t> left_tile_half(left_tile);
          {  // window.py:196 acquire
            hls::read_lock<right_tile_block_t> right_tile_half(right_tile);
            loop_oy: for (int oy = 0; oy < hwpipe::min_of<ap_int<23> >(rows.to_int(), (oh.to_int() - (b * rows.to_int()))).to_int(); ++oy) {  // window.py:197
#pragma HLS loop_tripcount min=1 max=4095
              loop_px: for (int px = 0; px < pairs.to_int(); ++px) {  // window.py:198
#pragma HLS loop_tripcount min=1 max=4095
                loop_ky: for (int ky = 0; ky < kh.to_int(); ++ky) {  // window.py:199
#pragma HLS loop_tripcount min=1 max=255
                  loop_kx: for (int kx = 0; kx < span.to_int(); ++kx) {  // window.py:200
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=255
                    const int n = (ky * span.to_int()) + kx;  // window.py:201
                    const int col = ((px * t_pair.to_int()) + (kx * t_kx.to_int())) - left.to_int();  // window.py:202
                    const int at = ((oy * t_row.to_int()) + (ky * t_ky.to_int())) + col;  // window.py:203
                    ap_uint<1> inside = (col >= 0) && (ap_int<22>(col) < w);  // window.py:204
                    ap_uint<1> beside = ((ap_int<22>(col) + t_next) >= 0) && ((ap_int<22>(col) + t_next) < w);  // window.py:205
                    ap_uint<1> live = ap_uint<8>(kx) < kw;  // window.py:206
                    ap_uint<16> tap = (unit == 1) ? ((live != 0) ? 0 : 1) : n;  // window.py:207
                    ap_uint<1> first = (n == 0) && ((b == 0) || (split == 0));  // window.py:208
                    ap_uint<1> last = (ap_uint<8>(ky) == (kh - 1)) && (ap_uint<8>(kx) == (span - 1));  // window.py:209
                    ap_uint<1> some = (c > 0) || (b > 0) || (oy > 0) || (px > 0);  // window.py:210
                    if ((n < STEPS) && (some != 0) && ((b == 0) || (split == 0))) {  // window.py:211
                      ap_int<23> list[4];  // window.py:212
#pragma HLS array_partition variable=list type=complete dim=0
                      for (int u = 0; u < UNITS; ++u) {
#pragma HLS unroll
                        ap_int<23> list_2[8];
#pragma HLS array_partition variable=list_2 type=complete dim=0
                        for (int e = 0; e < STEPS; ++e) {
#pragma HLS unroll
                          list_2[e] = out[(e * UNITS) + u];
                        }
                        ap_int<23> two[4];  // window.py:157
#pragma HLS array_partition variable=two type=complete dim=0
                        for (int i = 0; i < 4; ++i) {
#pragma HLS unroll
                          if ((n & 1) == 1) {
                            two[i] = list_2[(2 * i) + 1];
                          }
                          else {
                            two[i] = list_2[2 * i];
                          }
                        }
                        ap_int<23> four[2];  // window.py:158
#pragma HLS array_partition variable=four type=complete dim=0
                        for (int i_2 = 0; i_2 < 2; ++i_2) {
#pragma HLS unroll
                          if ((n & 2) == 2) {
                            four[i_2] = two[(2 * i_2) + 1];
                          }
                          else {
                            four[i_2] = two[2 * i_2];
                          }
                        }
                        list[u] = (((n & 4) == 4) ? ap_int<23>(four[1]) : ap_int<23>(four[0]));
                      }
                      ap_uint<92> word;
                      for (int lane = 0; lane < 4; ++lane) {
#pragma HLS unroll
                        word.range(23 * lane + 22, 23 * lane) = ap_uint<23>(ap_int<23>(list[lane]));
                      }
                      sums.write(word);
                    }
                    for (int q = 0; q < LANES; ++q) {  // window.py:216
#pragma HLS unroll
                      ap_uint<8> one = (inside != 0) ? ap_uint<8>(left_tile_half[at][q]) : ap_uint<8>(fill);  // window.py:217
                      ap_uint<8> two_2 = (beside != 0) ? ap_uint<8>(right_tile_half[at + t_next.to_int()][q]) : ap_uint<8>(fill);  // window.py:218
                      ap_int<8> weight = ap_int<8>(ap_uint<128>(taps_half[tap.to_int()][0]) >> ((q & 15) * 8));  // window.py:219
                      ap_int<32> both = (((ap_uint<24>(two_2) << 16) | one) * weight) + 32768;  // window.py:220
                      ap_int<16> low = ap_int<16>((both & 65535) ^ 32768);  // window.py:221
                      ap_int<16> high = ap_int<32>(both) >> 16;  // window.py:222
                      ap_int<23> more = ap_int<23>(((first != 0) ? ap_int<23>(0) : ap_int<23>(acc[q])) + low);  // window.py:223
                      ap_int<23> beyond = ap_int<23>(((first != 0) ? ap_int<23>(0) : ap_int<23>(acc[LANES + q])) + high);  // window.py:224
                      acc[q] = more;  // window.py:225
                      acc[LANES + q] = beyond;  // window.py:226
                      if ((first != 0) || ((live != 0) && (one > best[q]))) {  // window.py:227
                        best[q] = one;  // window.py:228
                      }
                      if ((first != 0) || ((live != 0) && (two_2 > best[LANES + q]))) {  // window.py:229
                        best[LANES + q] = two_2;  // window.py:230
                      }
                      if (last != 0) {  // window.py:231
                        ap_int<8> top = ap_int<8>(best[q] ^ 128);  // window.py:232
                        ap_int<8> far = ap_int<8>(best[LANES + q] ^ 128);  // window.py:233
                        out[q] = (largest == 1) ? ap_int<23>(top) : ap_int<23>(more);  // window.py:234
                        out[LANES + q] = (largest == 1) ? ap_int<23>(far) : ap_int<23>(beyond);  // window.py:235
                      }
                    }
                  }
                }
              }
            }
          }  // window.py:236 release
        }  // window.py:237 release
      }
    }  // window.py:238 release
  }
  loop_s: for (int s = 0; s < STEPS; ++s) {  // window.py:239
#pragma HLS pipeline II=1
    ap_int<23> list_3[4];  // window.py:240
#pragma HLS array_partition variable=list_3 type=complete dim=0
    for (int u_2 = 0; u_2 < UNITS; ++u_2) {
#pragma HLS unroll
      ap_int<23> list_4[8];
#pragma HLS array_partition variable=list_4 type=complete dim=0
      for (int e_2 = 0; e_2 < STEPS; ++e_2) {
#pragma HLS unroll
        list_4[e_2] = out[(e_2 * UNITS) + u_2];
      }
      ap_int<23> two_3[4];  // window.py:157
#pragma HLS array_partition variable=two_3 type=complete dim=0
      for (int i_3 = 0; i_3 < 4; ++i_3) {
#pragma HLS unroll
        if ((s & 1) == 1) {
          two_3[i_3] = list_4[(2 * i_3) + 1];
        }
        else {
          two_3[i_3] = list_4[2 * i_3];
        }
      }
      ap_int<23> four_2[2];  // window.py:158
#pragma HLS array_partition variable=four_2 type=complete dim=0
      for (int i_4 = 0; i_4 < 2; ++i_4) {
#pragma HLS unroll
        if ((s & 2) == 2) {
          four_2[i_4] = two_3[(2 * i_4) + 1];
        }
        else {
          four_2[i_4] = two_3[2 * i_4];
        }
      }
      list_3[u_2] = (((s & 4) == 4) ? ap_int<23>(four_2[1]) : ap_int<23>(four_2[0]));
    }
    ap_uint<92> word_2;
    for (int lane_2 = 0; lane_2 < 4; ++lane_2) {
#pragma HLS unroll
      word_2.range(23 * lane_2 + 22, 23 * lane_2) = ap_uint<23>(ap_int<23>(list_3[lane_2]));
    }
    sums.write(word_2);
  }
}

// window.py:253 requantise
static void window_requantise(ap_uint<10> blocks,
                              ap_uint<12> y_rows,
                              ap_uint<12> pairs,
                              ap_uint<12> ow,
                              ap_uint<6> shift,
                              ap_uint<40> tie,
                              ap_int<48> below,
                              ap_int<48> above,
                              ap_int<8> zero,
                              ap_int<8> low,
                              ap_int<8> high,
                              hls::stream_of_blocks<scales_block_t>& scales,
                              hls::stream<ap_uint<92> >& sums,
                              hls::stream<ap_uint<32> >& codes) {
#pragma HLS inline off
#pragma HLS expression_balance off
  loop__c_: for (int _c = 0; _c < blocks.to_int(); ++_c) {  // window.py:269
#pragma HLS loop_tripcount min=1 max=1023
    {  // window.py:270 acquire
      hls::read_lock<scales_block_t> scales_half(scales);
      loop__oy_: for (int _oy = 0; _oy < y_rows.to_int(); ++_oy) {  // window.py:271
#pragma HLS loop_tripcount min=1 max=4095
        loop_px: for (int px = 0; px < pairs.to_int(); ++px) {  // window.py:272
#pragma HLS loop_tripcount min=1 max=4095
          loop_n: for (int n = 0; n < STEPS; ++n) {  // window.py:273
#pragma HLS pipeline II=1
            const ap_uint<92> sums_word = sums.read();  // window.py:274
            ap_int<23> total[4];
#pragma HLS array_partition variable=total type=complete dim=0
            for (int lane = 0; lane < 4; ++lane) {
#pragma HLS unroll
              total[lane] = ap_int<23>(ap_uint<23>(sums_word.range(23 * lane + 22, 23 * lane)));
            }
            ap_int<8> out[4];  // window.py:275
#pragma HLS array_partition variable=out type=complete dim=0
            int out_count = 0;
            for (int u = 0; u < UNITS; ++u) {  // window.py:276
#pragma HLS unroll
              ap_uint<64> word = scales_half[n & 3][u];  // window.py:277
              ap_int<48> product = (total[u] * ap_uint<17>(word)) + ap_int<47>(ap_uint<64>(word) >> 17);  // window.py:278
              ap_int<48> a = ((shift & 32) == 32) ? ap_int<48>(ap_int<48>(ap_int<48>(product) >> 32)) : ap_int<48>(product);  // window.py:245
              ap_int<23> b = ((shift & 16) == 16) ? ap_int<23>(ap_int<23>(ap_int<48>(a) >> 16)) : ap_int<23>(ap_int<23>(a));  // window.py:246
              ap_int<16> c = ((shift & 8) == 8) ? ap_int<16>(ap_int<16>(ap_int<23>(b) >> 8)) : ap_int<16>(ap_int<16>(b));  // window.py:247
              ap_int<12> d = ((shift & 4) == 4) ? ap_int<12>(ap_int<12>(ap_int<16>(c) >> 4)) : ap_int<12>(ap_int<12>(c));  // window.py:248
              ap_uint<8> near = ap_uint<8>(ap_int<12>(d) >> (shift & 3));  // window.py:279
              ap_uint<8> even = (((product & tie) == 0) && (tie > 0)) ? ap_uint<8>((near & 254)) : ap_uint<8>(near);  // window.py:280
              ap_int<8> code = ap_int<8>(even + zero);  // window.py:281
              if (product < below) {
                out[out_count] = low;  // window.py:282
              }
              else {
                if (product >= above) {
                  out[out_count] = high;
                }
                else {
                  out[out_count] = code;
                }
              }
              ++out_count;
            }
            if ((n < GROUPS) || (ap_uint<13>(((2 * px) + 1)) < ow)) {  // window.py:283
              ap_uint<32> word_2;  // window.py:284
              for (int lane_2 = 0; lane_2 < 4; ++lane_2) {
#pragma HLS unroll
                word_2.range(8 * lane_2 + 7, 8 * lane_2) = ap_uint<8>(ap_int<8>(out[lane_2]));
              }
              codes.write(word_2);
            }
          }
        }
      }
    }  // window.py:285 release
  }
}

// window.py:289 store
static void window_store(ap_uint<10> blocks,
                         ap_uint<12> y_rows,
                         ap_uint<12> ow,
                         ap_uint<28> y_block,
                         ap_uint<28> y_row,
                         hls::stream<ap_uint<32> >& codes,
                         ap_int<8>* y) {
#pragma HLS inline off
  ap_int<8> held[8];  // window.py:298
#pragma HLS array_partition variable=held type=complete dim=0
  for (int init = 0; init < 8; ++init) {
#pragma HLS unroll
    held[init] = 0;  // window.py:298
  }
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // window.py:299
#pragma HLS loop_tripcount min=1 max=1023
    loop_r: for (int r = 0; r < y_rows.to_int(); ++r) {  // window.py:300
#pragma HLS loop_tripcount min=1 max=4095
      loop_t: for (int t = 0; t < ow.to_int(); ++t) {  // window.py:301
#pragma HLS loop_tripcount min=1 max=4095
        loop_g: for (int g = 0; g < BEATS; ++g) {  // window.py:302
          loop_s: for (int s = 0; s < 2; ++s) {  // window.py:303
#pragma HLS pipeline II=1
            const ap_uint<32> codes_word = codes.read();  // window.py:304
            ap_int<8> part[4];
#pragma HLS array_partition variable=part type=complete dim=0
            for (int lane = 0; lane < 4; ++lane) {
#pragma HLS unroll
              part[lane] = ap_int<8>(ap_uint<8>(codes_word.range(8 * lane + 7, 8 * lane)));
            }
            for (int q = 0; q < PORT; ++q) {  // window.py:305
#pragma HLS unroll
              const int later = q + UNITS;  // window.py:306
              held[q] = (later < PORT) ? ap_int<8>(held[later]) : ap_int<8>(part[later - PORT]);  // window.py:307
            }
            if (s == 1) {  // window.py:308
              const long long at = (((long long)c * y_block.to_int()) + ((long long)r * y_row.to_int())) + (((t * BEATS) + g) * PORT);  // window.py:309
              for (int q_2 = 0; q_2 < PORT; ++q_2) {  // window.py:310
#pragma HLS unroll
                y[at + q_2] = held[q_2];  // window.py:311
              }
            }
          }
        }
      }
    }
  }
}

void window(ap_uint<10> blocks,
            ap_uint<10> bands,
            ap_uint<12> tall,
            ap_uint<12> step,
            ap_uint<12> h,
            ap_uint<12> w,
            ap_uint<6> top,
            ap_uint<8> fill,
            ap_uint<28> x_block,
            ap_uint<28> x_band,
            ap_uint<28> x_row,
            ap_uint<28> x_top,
            ap_uint<8>* x,
            ap_uint<10> k_beats,
            ap_uint<24> k_block,
            ap_uint<8>* k,
            ap_uint<12> rows,
            ap_uint<12> oh,
            ap_uint<12> pairs,
            ap_uint<8> kh,
            ap_uint<8> kw,
            ap_uint<8> span,
            ap_uint<16> t_row,
            ap_uint<16> t_ky,
            ap_uint<8> t_pair,
            ap_uint<6> t_next,
            ap_uint<6> t_kx,
            ap_uint<6> left,
            ap_uint<1> split,
            ap_uint<1> unit,
            ap_uint<1> largest,
            ap_uint<12> y_rows,
            ap_uint<12> ow,
            ap_uint<6> shift,
            ap_uint<40> tie,
            ap_int<48> below,
            ap_int<48> above,
            ap_int<8> zero,
            ap_int<8> low,
            ap_int<8> high,
            ap_uint<28> y_block,
            ap_uint<28> y_row,
            ap_int<8>* y) {
#pragma HLS interface s_axilite port=blocks bundle=control offset=0x10
#pragma HLS interface s_axilite port=bands bundle=control offset=0x18
#pragma HLS interface s_axilite port=tall bundle=control offset=0x20
#pragma HLS interface s_axilite port=step bundle=control offset=0x28
#pragma HLS interface s_axilite port=h bundle=control offset=0x30
#pragma HLS interface s_axilite port=w bundle=control offset=0x38
#pragma HLS interface s_axilite port=top bundle=control offset=0x40
#pragma HLS interface s_axilite port=fill bundle=control offset=0x48
#pragma HLS interface s_axilite port=x_block bundle=control offset=0x50
#pragma HLS interface s_axilite port=x_band bundle=control offset=0x58
#pragma HLS interface s_axilite port=x_row bundle=control offset=0x60
#pragma HLS interface s_axilite port=x_top bundle=control offset=0x68
#pragma HLS interface m_axi port=x bundle=gmem0 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=x bundle=control offset=0x70
#pragma HLS interface s_axilite port=k_beats bundle=control offset=0x7c
#pragma HLS interface s_axilite port=k_block bundle=control offset=0x84
#pragma HLS interface m_axi port=k bundle=gmem1 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=k bundle=control offset=0x8c
#pragma HLS interface s_axilite port=rows bundle=control offset=0x98
#pragma HLS interface s_axilite port=oh bundle=control offset=0xa0
#pragma HLS interface s_axilite port=pairs bundle=control offset=0xa8
#pragma HLS interface s_axilite port=kh bundle=control offset=0xb0
#pragma HLS interface s_axilite port=kw bundle=control offset=0xb8
#pragma HLS interface s_axilite port=span bundle=control offset=0xc0
#pragma HLS interface s_axilite port=t_row bundle=control offset=0xc8
#pragma HLS interface s_axilite port=t_ky bundle=control offset=0xd0
#pragma HLS interface s_axilite port=t_pair bundle=control offset=0xd8
#pragma HLS interface s_axilite port=t_next bundle=control offset=0xe0
#pragma HLS interface s_axilite port=t_kx bundle=control offset=0xe8
#pragma HLS interface s_axilite port=left bundle=control offset=0xf0
#pragma HLS interface s_axilite port=split bundle=control offset=0xf8
#pragma HLS interface s_axilite port=unit bundle=control offset=0x100
#pragma HLS interface s_axilite port=largest bundle=control offset=0x108
#pragma HLS interface s_axilite port=y_rows bundle=control offset=0x110
#pragma HLS interface s_axilite port=ow bundle=control offset=0x118
#pragma HLS interface s_axilite port=shift bundle=control offset=0x120
#pragma HLS interface s_axilite port=tie bundle=control offset=0x128
#pragma HLS interface s_axilite port=below bundle=control offset=0x134
#pragma HLS interface s_axilite port=above bundle=control offset=0x140
#pragma HLS interface s_axilite port=zero bundle=control offset=0x14c
#pragma HLS interface s_axilite port=low bundle=control offset=0x154
#pragma HLS interface s_axilite port=high bundle=control offset=0x15c
#pragma HLS interface s_axilite port=y_block bundle=control offset=0x164
#pragma HLS interface s_axilite port=y_row bundle=control offset=0x16c
#pragma HLS interface m_axi port=y bundle=gmem0 offset=slave max_widen_bitwidth=64 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=y bundle=control offset=0x174
#pragma HLS interface s_axilite port=return bundle=control
#pragma HLS dataflow
  hls::stream_of_blocks<left_tile_block_t> left_tile;
#pragma HLS array_partition variable=left_tile type=complete dim=2
  hls::stream_of_blocks<right_tile_block_t> right_tile;
#pragma HLS array_partition variable=right_tile type=complete dim=2
  hls::stream_of_blocks<scales_block_t> scales;
#pragma HLS array_partition variable=scales type=complete dim=2
  hls::stream_of_blocks<taps_block_t> taps;
#pragma HLS array_partition variable=taps type=complete dim=2
  hls::stream<ap_uint<92> > sums("sums");
#pragma HLS stream variable=sums depth=16
  hls::stream<ap_uint<32> > codes("codes");
#pragma HLS stream variable=codes depth=16
  window_load(blocks, bands, tall, step, h, w, top, fill, x_block, x_band, x_row, x_top, x, left_tile, right_tile);
  window_load_constants(blocks, k_beats, k_block, k, scales, taps);
  window_compute(blocks, bands, rows, oh, pairs, kh, kw, span, t_row, t_ky, t_pair, t_next, t_kx, w, left, split, unit, largest, fill, left_tile, right_tile, taps, sums);
  window_requantise(blocks, y_rows, pairs, ow, shift, tie, below, above, zero, low, high, scales, sums, codes);
  window_store(blocks, y_rows, ow, y_block, y_row, codes, y);
}
