// Kernel conv2d: Vitis HLS C++ made by hwpipe from conv2d.py.
#include "conv2d.h"
#include "hls_streamofblocks.h"

static const int PI = 4;
static const int TILE = 1024;
static const int IN_BEATS = 1;
static const int IN_LANES = 4;
static const int PORT = 8;
static const int PSUM = 2048;
static const int PO = 4;
static const int BEATS = 1;
static const int CHAIN = 4;
static const ap_uint<4> SLOT[4][4] = {{0, 2, 1, 3}, {4, 6, 5, 7}, {8, 10, 9, 11}, {12, 14, 13, 15}};
static const int SHIFT = 17;
static const int MASK = 131071;
static const int WIDE = 2;
static const int OUT_BEATS = 1;
static const int OUT_LANES = 4;

typedef ap_int<8> tile_block_t[1024][4];

// conv2d.py:71 load
static void conv2d_load(ap_uint<10> groups,
                        ap_uint<10> blocks,
                        ap_uint<10> tiles_y,
                        ap_uint<10> tiles_x,
                        ap_uint<10> tiles_in,
                        ap_uint<12> rows,
                        ap_uint<12> cols,
                        ap_uint<28> x_group,
                        ap_uint<28> x_in,
                        ap_uint<28> x_tile_y,
                        ap_uint<28> x_tile_x,
                        ap_uint<28> x_row,
                        ap_int<8>* x,
                        hls::stream_of_blocks<tile_block_t>& tile) {
#pragma HLS inline off
  ap_int<8> held[4];  // conv2d.py:87
#pragma HLS array_partition variable=held type=complete dim=0
  for (int init = 0; init < 4; ++init) {
#pragma HLS unroll
    held[init] = 0;  // conv2d.py:87
  }
  assert((rows * cols) <= TILE);  // conv2d.py:88
  loop_g: for (int g = 0; g < groups.to_int(); ++g) {  // conv2d.py:89
#pragma HLS loop_tripcount min=1 max=1023
    loop__b_: for (int _b = 0; _b < blocks.to_int(); ++_b) {  // conv2d.py:90
#pragma HLS loop_tripcount min=1 max=1023
      loop_by: for (int by = 0; by < tiles_y.to_int(); ++by) {  // conv2d.py:91
#pragma HLS loop_tripcount min=1 max=1023
        loop_bx: for (int bx = 0; bx < tiles_x.to_int(); ++bx) {  // conv2d.py:92
#pragma HLS loop_tripcount min=1 max=1023
          loop_ci: for (int ci = 0; ci < tiles_in.to_int(); ++ci) {  // conv2d.py:93
#pragma HLS loop_tripcount min=1 max=1023
            {  // conv2d.py:94 acquire
              hls::write_lock<tile_block_t> tile_half(tile);
              loop_r: for (int r = 0; r < rows.to_int(); ++r) {  // conv2d.py:95
#pragma HLS loop_tripcount min=1 max=1024
                loop_c: for (int c = 0; c < cols.to_int(); ++c) {  // conv2d.py:96
#pragma HLS loop_tripcount min=1 max=1024
                  loop_h: for (int h = 0; h < IN_BEATS; ++h) {  // conv2d.py:97
#pragma HLS pipeline II=1
                    const long long start = ((((long long)g * x_group.to_int()) + ((long long)ci * x_in.to_int())) + ((long long)by * x_tile_y.to_int())) + ((long long)bx * x_tile_x.to_int());  // conv2d.py:98
                    const long long at = ((start + ((long long)r * x_row.to_int())) + (c * PI)) + 0;  // conv2d.py:99
                    for (int q = 0; q < PI; ++q) {  // conv2d.py:100
#pragma HLS unroll
                      const int later = q + IN_LANES;  // conv2d.py:101
                      held[q] = x[(at + later) - PI];  // conv2d.py:102
                    }
                    for (int q_2 = 0; q_2 < PI; ++q_2) {  // conv2d.py:104
#pragma HLS unroll
                      tile_half[(r * cols.to_int()) + c][q_2] = held[q_2];  // conv2d.py:105
                    }
                  }
                }
              }
            }  // conv2d.py:106 release
          }
        }
      }
    }
  }
}

// conv2d.py:110 load_weights
static void conv2d_load_weights(ap_uint<20> w_blocks,
                                ap_uint<20> tiles,
                                ap_uint<24> w_beats,
                                ap_int<8>* w,
                                hls::stream<ap_uint<64> >& ws) {
#pragma HLS inline off
  loop_b: for (int b = 0; b < w_blocks.to_int(); ++b) {  // conv2d.py:117
#pragma HLS loop_tripcount min=1 max=1048575
    loop__s_: for (int _s = 0; _s < tiles.to_int(); ++_s) {  // conv2d.py:118
#pragma HLS loop_tripcount min=1 max=1048575
      loop_n: for (int n = 0; n < w_beats.to_int(); ++n) {  // conv2d.py:119
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=16777215
        ap_int<8> list[8];  // conv2d.py:120
#pragma HLS array_partition variable=list type=complete dim=0
        for (int q = 0; q < PORT; ++q) {
#pragma HLS unroll
          list[q] = w[((((long long)b * w_beats.to_int()) + n) * PORT) + q];
        }
        ap_uint<64> word;
        for (int lane = 0; lane < 8; ++lane) {
#pragma HLS unroll
          word.range(8 * lane + 7, 8 * lane) = ap_uint<8>(ap_int<8>(list[lane]));
        }
        ws.write(word);
      }
    }
  }
}

// conv2d.py:124 load_more_weights
static void conv2d_load_more_weights(ap_uint<20> w_blocks,
                                     ap_uint<20> tiles,
                                     ap_uint<24> w_beats,
                                     ap_int<8>* v,
                                     hls::stream<ap_uint<64> >& vs) {
#pragma HLS inline off
  loop_b: for (int b = 0; b < w_blocks.to_int(); ++b) {  // conv2d.py:131
#pragma HLS loop_tripcount min=1 max=1048575
    loop__s_: for (int _s = 0; _s < tiles.to_int(); ++_s) {  // conv2d.py:132
#pragma HLS loop_tripcount min=1 max=1048575
      loop_n: for (int n = 0; n < w_beats.to_int(); ++n) {  // conv2d.py:133
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=16777215
        ap_int<8> list[8];  // conv2d.py:134
#pragma HLS array_partition variable=list type=complete dim=0
        for (int q = 0; q < PORT; ++q) {
#pragma HLS unroll
          list[q] = v[((((long long)b * w_beats.to_int()) + n) * PORT) + q];
        }
        ap_uint<64> word;
        for (int lane = 0; lane < 8; ++lane) {
#pragma HLS unroll
          word.range(8 * lane + 7, 8 * lane) = ap_uint<8>(ap_int<8>(list[lane]));
        }
        vs.write(word);
      }
    }
  }
}

// conv2d.py:138 load_channels
static void conv2d_load_channels(ap_uint<20> w_blocks,
                                 ap_uint<20> tiles,
                                 ap_uint<16> p_beats,
                                 ap_int<32>* p,
                                 hls::stream<ap_uint<64> >& ps) {
#pragma HLS inline off
  loop_b: for (int b = 0; b < w_blocks.to_int(); ++b) {  // conv2d.py:145
#pragma HLS loop_tripcount min=1 max=1048575
    loop__s_: for (int _s = 0; _s < tiles.to_int(); ++_s) {  // conv2d.py:146
#pragma HLS loop_tripcount min=1 max=1048575
      loop_n: for (int n = 0; n < p_beats.to_int(); ++n) {  // conv2d.py:147
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=4 max=65535
        ap_int<32> list[2];  // conv2d.py:148
#pragma HLS array_partition variable=list type=complete dim=0
        for (int q = 0; q < 2; ++q) {
#pragma HLS unroll
          list[q] = p[((((long long)b * p_beats.to_int()) + n) * 2) + q];
        }
        ap_uint<64> word;
        for (int lane = 0; lane < 2; ++lane) {
#pragma HLS unroll
          word.range(32 * lane + 31, 32 * lane) = ap_uint<32>(ap_int<32>(list[lane]));
        }
        ps.write(word);
      }
    }
  }
}

// conv2d.py:177 compute
static void conv2d_compute(ap_uint<28> rounds,
                           ap_uint<10> tiles_in,
                           ap_uint<10> block,
                           ap_uint<4> kh,
                           ap_uint<4> kw,
                           ap_uint<12> th,
                           ap_uint<12> tw,
                           ap_uint<12> pass_pixels,
                           ap_uint<12> t_row,
                           ap_uint<3> t_col,
                           ap_uint<12> t_ky,
                           ap_uint<12> t_kx,
                           hls::stream_of_blocks<tile_block_t>& tile,
                           hls::stream<ap_uint<64> >& ws,
                           hls::stream<ap_uint<64> >& vs,
                           hls::stream<ap_uint<128> >& sums) {
#pragma HLS inline off
#pragma HLS expression_balance off
  ap_int<32> acc[2048][4];  // conv2d.py:195
#pragma HLS array_partition variable=acc type=complete dim=2
  ap_int<8> shadow[16];  // conv2d.py:196
#pragma HLS array_partition variable=shadow type=complete dim=0
  for (int init = 0; init < 16; ++init) {
#pragma HLS unroll
    shadow[init] = 0;  // conv2d.py:196
  }
  ap_int<8> active[16];  // conv2d.py:197
#pragma HLS array_partition variable=active type=complete dim=0
  for (int init_2 = 0; init_2 < 16; ++init_2) {
#pragma HLS unroll
    active[init_2] = 0;  // conv2d.py:197
  }
  assert(pass_pixels == (th * tw));  // conv2d.py:198
  assert((block * pass_pixels) <= PSUM);  // conv2d.py:200
  ap_uint<24> last = ((((th - 1) * t_row) + ((tw - 1) * t_col)) + ((kh - 1) * t_ky)) + ((kw - 1) * t_kx);  // conv2d.py:201
  assert(last < TILE);  // conv2d.py:202
  loop_b: for (int b = 0; b < BEATS; ++b) {  // conv2d.py:203
#pragma HLS pipeline II=1
    const ap_uint<64> ws_word = ws.read();  // conv2d.py:204
    ap_int<8> one[8];
#pragma HLS array_partition variable=one type=complete dim=0
    for (int lane = 0; lane < 8; ++lane) {
#pragma HLS unroll
      one[lane] = ap_int<8>(ap_uint<8>(ws_word.range(8 * lane + 7, 8 * lane)));
    }
    const ap_uint<64> vs_word = vs.read();  // conv2d.py:205
    ap_int<8> two[8];
#pragma HLS array_partition variable=two type=complete dim=0
    for (int lane_2 = 0; lane_2 < 8; ++lane_2) {
#pragma HLS unroll
      two[lane_2] = ap_int<8>(ap_uint<8>(vs_word.range(8 * lane_2 + 7, 8 * lane_2)));
    }
    for (int n = 15; n > (-1); --n) {  // conv2d.py:206
#pragma HLS unroll
      const ap_uint<4> n_2 = (n >> 0);  // conv2d.py:207
      shadow[n] = (n_2 < PORT) ? ap_int<8>(one[n_2.to_int()]) : ap_int<8>(two[n_2.to_int() - PORT]);
    }
    for (int n_3 = 0; n_3 < 16; ++n_3) {  // conv2d.py:209
#pragma HLS unroll
      active[n_3] = shadow[n_3];  // conv2d.py:210
    }
  }
  loop_r: for (int r = 0; r < rounds.to_int(); ++r) {  // conv2d.py:211
#pragma HLS loop_tripcount min=1 max=268435455
    loop_ci: for (int ci = 0; ci < tiles_in.to_int(); ++ci) {  // conv2d.py:212
#pragma HLS loop_tripcount min=1 max=1023
      {  // conv2d.py:213 acquire
        hls::read_lock<tile_block_t> tile_half(tile);
        loop_po: for (int po = 0; po < block.to_int(); ++po) {  // conv2d.py:214
#pragma HLS loop_tripcount min=1 max=1023
          loop_ky: for (int ky = 0; ky < kh.to_int(); ++ky) {  // conv2d.py:215
#pragma HLS loop_tripcount min=1 max=11
            loop_kx: for (int kx = 0; kx < kw.to_int(); ++kx) {  // conv2d.py:216
#pragma HLS loop_tripcount min=1 max=11
              loop_ty: for (int ty = 0; ty < th.to_int(); ++ty) {  // conv2d.py:217
#pragma HLS loop_tripcount min=1 max=2048
                loop_tx: for (int tx = 0; tx < tw.to_int(); ++tx) {  // conv2d.py:218
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=2048
                  ap_uint<1> swept = (ap_uint<10>(ci) == (tiles_in - 1)) && (ap_uint<4>(ky) == (kh - 1)) && (ap_uint<4>(kx) == (kw - 1));  // conv2d.py:219
                  ap_uint<1> final = (swept != 0) && (ap_uint<10>(po) == (block - 1)) && (ap_uint<28>(r) == (rounds - 1));  // conv2d.py:220
                  if ((((ap_uint<11>(ty) * tw) + ap_uint<11>(tx)) < BEATS) && (!(final != 0))) {  // conv2d.py:221
                    const ap_uint<64> ws_word_2 = ws.read();  // conv2d.py:222
                    ap_int<8> more[8];
#pragma HLS array_partition variable=more type=complete dim=0
                    for (int lane_3 = 0; lane_3 < 8; ++lane_3) {
#pragma HLS unroll
                      more[lane_3] = ap_int<8>(ap_uint<8>(ws_word_2.range(8 * lane_3 + 7, 8 * lane_3)));
                    }
                    const ap_uint<64> vs_word_2 = vs.read();  // conv2d.py:223
                    ap_int<8> rest[8];
#pragma HLS array_partition variable=rest type=complete dim=0
                    for (int lane_4 = 0; lane_4 < 8; ++lane_4) {
#pragma HLS unroll
                      rest[lane_4] = ap_int<8>(ap_uint<8>(vs_word_2.range(8 * lane_4 + 7, 8 * lane_4)));
                    }
                    for (int n_4 = 15; n_4 > (-1); --n_4) {  // conv2d.py:224
#pragma HLS unroll
                      const ap_uint<4> n_5 = (n_4 >> 0);  // conv2d.py:225
                      shadow[n_4] = (n_5 < PORT) ? ap_int<8>(more[n_5.to_int()]) : ap_int<8>(rest[n_5.to_int() - PORT]);
                    }
                  }
                  const int at = (((ty * t_row.to_int()) + (tx * t_col.to_int())) + (ky * t_ky.to_int())) + (kx * t_kx.to_int());  // conv2d.py:230
                  ap_int<8> a[4];  // conv2d.py:231
#pragma HLS array_partition variable=a type=complete dim=0
                  for (int i = 0; i < PI; ++i) {
#pragma HLS unroll
                    a[i] = tile_half[at][i];
                  }
                  ap_uint<1> first = (ci == 0) && (ky == 0) && (kx == 0);  // conv2d.py:232
                  const int row = ((po * pass_pixels.to_int()) + (ty * tw.to_int())) + tx;  // conv2d.py:233
                  ap_int<32> out[4];  // conv2d.py:234
#pragma HLS array_partition variable=out type=complete dim=0
                  int out_count = 0;
                  for (int o = 0; o < 2; ++o) {  // conv2d.py:235
#pragma HLS unroll
                    ap_int<17> products[2];  // conv2d.py:236
#pragma HLS array_partition variable=products type=complete dim=0
                    ap_int<35> chains[1];  // conv2d.py:161
#pragma HLS array_partition variable=chains type=complete dim=0
                    for (int c = 0; c < 1; ++c) {
#pragma HLS unroll
                      ap_int<35> sum = 0;
                      for (int i_2 = 0; i_2 < CHAIN; ++i_2) {
#pragma HLS unroll
                        sum += ((ap_int<25>(active[SLOT[0 + i_2][(2 * o) + 1].to_int()]) << SHIFT) | (active[SLOT[0 + i_2][2 * o].to_int()] & MASK)) * a[0 + i_2];
                      }
                      chains[c] = sum;
                    }
                    ap_int<17> sum_2 = 0;  // conv2d.py:172
                    for (int s_at = 0; s_at < 1; ++s_at) {
#pragma HLS unroll
                      sum_2 += ap_int<17>(chains[s_at]);
                    }
                    ap_int<17> lower = sum_2;  // conv2d.py:172
                    ap_int<17> list[2];
#pragma HLS array_partition variable=list type=complete dim=0
                    list[0] = lower;
                    ap_int<17> sum_3 = 0;
                    for (int s_at_2 = 0; s_at_2 < 1; ++s_at_2) {
#pragma HLS unroll
                      sum_3 += ap_int<17>((ap_int<35>(chains[s_at_2]) >> SHIFT) + ((ap_int<35>(chains[s_at_2]) >> 16) & 1));
                    }
                    list[1] = sum_3;
                    for (int copy = 0; copy < 2; ++copy) {
#pragma HLS unroll
                      products[copy] = list[copy];
                    }
                    for (int k = 0; k < WIDE; ++k) {  // conv2d.py:239
#pragma HLS unroll
                      ap_int<32> old = (first != 0) ? ap_int<32>(0) : ap_int<32>(acc[row][(o * WIDE) + k]);  // conv2d.py:240
                      ap_int<32> new_ = ap_int<32>(old + products[k]);  // conv2d.py:241
                      acc[row][(o * WIDE) + k] = new_;  // conv2d.py:242
                      out[out_count] = new_;  // conv2d.py:243
                      ++out_count;
                    }
                  }
                  if (swept != 0) {  // conv2d.py:244
                    ap_uint<128> word;  // conv2d.py:245
                    for (int lane_5 = 0; lane_5 < 4; ++lane_5) {
#pragma HLS unroll
                      word.range(32 * lane_5 + 31, 32 * lane_5) = ap_uint<32>(ap_int<32>(out[lane_5]));
                    }
                    sums.write(word);
                  }
                  if ((ap_uint<11>(ty) == (th - 1)) && (ap_uint<11>(tx) == (tw - 1))) {  // conv2d.py:246
                    for (int n_6 = 0; n_6 < 16; ++n_6) {  // conv2d.py:247
#pragma HLS unroll
                      active[n_6] = shadow[n_6];  // conv2d.py:248
                    }
                  }
                }
              }
            }
          }
        }
      }  // conv2d.py:249 release
    }
  }
}

// conv2d.py:267 requantise
static void conv2d_requantise(ap_uint<10> groups,
                              ap_uint<10> blocks,
                              ap_uint<10> tiles_y,
                              ap_uint<10> tiles_x,
                              ap_uint<10> block,
                              ap_uint<12> th,
                              ap_uint<12> tw,
                              ap_uint<10> tiles_out,
                              ap_uint<12> oh,
                              ap_uint<24> ow,
                              ap_int<8> zero,
                              ap_int<8> low,
                              ap_int<8> high,
                              hls::stream<ap_uint<64> >& ps,
                              hls::stream<ap_uint<128> >& sums,
                              hls::stream<ap_uint<32> >& pixels) {
#pragma HLS inline off
  ap_int<32> bias[4];  // conv2d.py:285
#pragma HLS array_partition variable=bias type=complete dim=0
  for (int init = 0; init < 4; ++init) {
#pragma HLS unroll
    bias[init] = 0;  // conv2d.py:285
  }
  ap_int<32> next_bias[4];  // conv2d.py:286
#pragma HLS array_partition variable=next_bias type=complete dim=0
  for (int init_2 = 0; init_2 < 4; ++init_2) {
#pragma HLS unroll
    next_bias[init_2] = 0;  // conv2d.py:286
  }
  ap_uint<17> scale[4];  // conv2d.py:287
#pragma HLS array_partition variable=scale type=complete dim=0
  for (int init_3 = 0; init_3 < 4; ++init_3) {
#pragma HLS unroll
    scale[init_3] = 0;  // conv2d.py:287
  }
  ap_uint<17> next_scale[4];  // conv2d.py:288
#pragma HLS array_partition variable=next_scale type=complete dim=0
  for (int init_4 = 0; init_4 < 4; ++init_4) {
#pragma HLS unroll
    next_scale[init_4] = 0;  // conv2d.py:288
  }
  assert((th * tw) >= PO);  // conv2d.py:289
  loop_n: for (int n = 0; n < PO; ++n) {  // conv2d.py:290
#pragma HLS pipeline II=1
    const ap_uint<64> ps_word = ps.read();  // conv2d.py:291
    ap_int<32> pair[2];
#pragma HLS array_partition variable=pair type=complete dim=0
    for (int lane = 0; lane < 2; ++lane) {
#pragma HLS unroll
      pair[lane] = ap_int<32>(ap_uint<32>(ps_word.range(32 * lane + 31, 32 * lane)));
    }
    for (int o = 3; o > (-1); --o) {  // conv2d.py:292
#pragma HLS unroll
      next_bias[o] = (o != 0) ? ap_int<32>(next_bias[o - 1]) : ap_int<32>(pair[0]);  // conv2d.py:293
      next_scale[o] = (o != 0) ? ap_int<32>(next_scale[o - 1]) : ap_int<32>(pair[1]);  // conv2d.py:294
    }
    if (n == 3) {  // conv2d.py:295
      for (int o_2 = 0; o_2 < PO; ++o_2) {  // conv2d.py:296
#pragma HLS unroll
        bias[o_2] = next_bias[o_2];  // conv2d.py:297
        scale[o_2] = next_scale[o_2];  // conv2d.py:298
      }
    }
  }
  loop_g: for (int g = 0; g < groups.to_int(); ++g) {  // conv2d.py:299
#pragma HLS loop_tripcount min=1 max=1023
    loop_b: for (int b = 0; b < blocks.to_int(); ++b) {  // conv2d.py:300
#pragma HLS loop_tripcount min=1 max=1023
      loop_by: for (int by = 0; by < tiles_y.to_int(); ++by) {  // conv2d.py:301
#pragma HLS loop_tripcount min=1 max=1023
        loop_bx: for (int bx = 0; bx < tiles_x.to_int(); ++bx) {  // conv2d.py:302
#pragma HLS loop_tripcount min=1 max=1023
          loop_po: for (int po = 0; po < block.to_int(); ++po) {  // conv2d.py:303
#pragma HLS loop_tripcount min=1 max=1023
            loop_ty: for (int ty = 0; ty < th.to_int(); ++ty) {  // conv2d.py:304
#pragma HLS loop_tripcount min=1 max=2048
              loop_tx: for (int tx = 0; tx < tw.to_int(); ++tx) {  // conv2d.py:305
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=2048
                ap_uint<1> final = (ap_uint<10>(g) == (groups - 1)) && (ap_uint<10>(b) == (blocks - 1)) && (ap_uint<10>(by) == (tiles_y - 1)) && (ap_uint<10>(bx) == (tiles_x - 1)) && (ap_uint<10>(po) == (block - 1));  // conv2d.py:306
                if ((((ap_uint<11>(ty) * tw) + ap_uint<11>(tx)) < PO) && (!(final != 0))) {  // conv2d.py:313
                  const ap_uint<64> ps_word_2 = ps.read();  // conv2d.py:314
                  ap_int<32> more[2];
#pragma HLS array_partition variable=more type=complete dim=0
                  for (int lane_2 = 0; lane_2 < 2; ++lane_2) {
#pragma HLS unroll
                    more[lane_2] = ap_int<32>(ap_uint<32>(ps_word_2.range(32 * lane_2 + 31, 32 * lane_2)));
                  }
                  for (int o_3 = 3; o_3 > (-1); --o_3) {  // conv2d.py:315
#pragma HLS unroll
                    next_bias[o_3] = (o_3 != 0) ? ap_int<32>(next_bias[o_3 - 1]) : ap_int<32>(more[0]);  // conv2d.py:316
                    next_scale[o_3] = (o_3 != 0) ? ap_int<32>(next_scale[o_3 - 1]) : ap_int<32>(more[1]);  // conv2d.py:317
                  }
                }
                const ap_uint<128> sums_word = sums.read();  // conv2d.py:318
                ap_int<32> total[4];
#pragma HLS array_partition variable=total type=complete dim=0
                for (int lane_3 = 0; lane_3 < 4; ++lane_3) {
#pragma HLS unroll
                  total[lane_3] = ap_int<32>(ap_uint<32>(sums_word.range(32 * lane_3 + 31, 32 * lane_3)));
                }
                ap_int<8> out[4];  // conv2d.py:319
#pragma HLS array_partition variable=out type=complete dim=0
                int out_count = 0;
                for (int o_4 = 0; o_4 < PO; ++o_4) {  // conv2d.py:320
#pragma HLS unroll
                  const ap_int<32> total_2 = ap_int<32>(total[o_4] + bias[o_4]);  // conv2d.py:321
                  ap_int<8> top = ap_int<32>(total_2) >> 24;  // conv2d.py:254
                  ap_int<42> product = (((top == 0) || (top == (-1))) ? ap_int<25>(ap_int<25>(total_2)) : ap_int<25>(((total_2 > 0) ? 16777215 : (-16777216)))) * scale[o_4];  // conv2d.py:321
                  ap_int<26> whole = ap_int<42>(product) >> 16;  // conv2d.py:260
                  ap_uint<16> part = product & 65535;  // conv2d.py:261
                  ap_uint<1> up = ((part > 32768) || ((part == 32768) && ((whole & 1) == 1))) ? 1 : 0;  // conv2d.py:262
                  ap_int<11> near = (hwpipe::clamp<ap_int<10>, ap_int<26> >(whole, (-512), 511) + up) + zero;  // conv2d.py:322
                  out[out_count] = ap_int<8>(hwpipe::min_of<ap_int<11> >(hwpipe::max_of<ap_int<11> >(near, low), high));  // conv2d.py:323
                  ++out_count;
                }
                ap_uint<1> inside = (((ap_uint<10>(by) * th) + ap_uint<11>(ty)) < oh) && (((ap_uint<10>(bx) * tw) + ap_uint<11>(tx)) < ow);  // conv2d.py:324
                if ((inside != 0) && (((ap_uint<10>(b) * block) + ap_uint<10>(po)) < tiles_out)) {  // conv2d.py:325
                  ap_uint<32> word;  // conv2d.py:326
                  for (int lane_4 = 0; lane_4 < 4; ++lane_4) {
#pragma HLS unroll
                    word.range(8 * lane_4 + 7, 8 * lane_4) = ap_uint<8>(ap_int<8>(out[lane_4]));
                  }
                  pixels.write(word);
                }
                if ((ap_uint<11>(ty) == (th - 1)) && (ap_uint<11>(tx) == (tw - 1))) {  // conv2d.py:327
                  for (int o_5 = 0; o_5 < PO; ++o_5) {  // conv2d.py:328
#pragma HLS unroll
                    bias[o_5] = next_bias[o_5];  // conv2d.py:329
                    scale[o_5] = next_scale[o_5];  // conv2d.py:330
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

// conv2d.py:334 store
static void conv2d_store(ap_uint<10> groups,
                         ap_uint<10> blocks,
                         ap_uint<10> block,
                         ap_uint<10> tiles_out,
                         ap_uint<10> y_tiles_y,
                         ap_uint<10> y_tiles_x,
                         ap_uint<12> y_th,
                         ap_uint<12> y_tw,
                         ap_uint<12> y_oh,
                         ap_uint<24> y_ow,
                         ap_uint<28> y_group,
                         ap_uint<28> y_block,
                         ap_uint<28> y_out,
                         ap_uint<28> y_tile_y,
                         ap_uint<28> y_tile_x,
                         ap_uint<28> y_row,
                         hls::stream<ap_uint<32> >& pixels,
                         ap_int<8>* y) {
#pragma HLS inline off
  ap_int<8> held[4];  // conv2d.py:354
#pragma HLS array_partition variable=held type=complete dim=0
  for (int init = 0; init < 4; ++init) {
#pragma HLS unroll
    held[init] = 0;  // conv2d.py:354
  }
  loop_g: for (int g = 0; g < groups.to_int(); ++g) {  // conv2d.py:355
#pragma HLS loop_tripcount min=1 max=1023
    loop_b: for (int b = 0; b < blocks.to_int(); ++b) {  // conv2d.py:356
#pragma HLS loop_tripcount min=1 max=1023
      loop_by: for (int by = 0; by < y_tiles_y.to_int(); ++by) {  // conv2d.py:357
#pragma HLS loop_tripcount min=1 max=1023
        loop_bx: for (int bx = 0; bx < y_tiles_x.to_int(); ++bx) {  // conv2d.py:358
#pragma HLS loop_tripcount min=1 max=1023
          loop_po: for (int po = 0; po < hwpipe::min_of<ap_int<21> >(block.to_int(), (tiles_out.to_int() - (b * block.to_int()))).to_int(); ++po) {  // conv2d.py:359
#pragma HLS loop_tripcount min=1 max=1023
            loop_ty: for (int ty = 0; ty < hwpipe::min_of<ap_int<22> >(y_th.to_int(), (y_oh.to_int() - (by * y_th.to_int()))).to_int(); ++ty) {  // conv2d.py:360
#pragma HLS loop_tripcount min=1 max=2048
              loop_tx: for (int tx = 0; tx < hwpipe::min_of<ap_int<25> >(y_tw.to_int(), (y_ow.to_int() - (bx * y_tw.to_int()))).to_int(); ++tx) {  // conv2d.py:361
#pragma HLS loop_tripcount min=1 max=2048
                loop_h: for (int h = 0; h < OUT_BEATS; ++h) {  // conv2d.py:362
#pragma HLS pipeline II=1
                  const long long start = (((long long)g * y_group.to_int()) + ((long long)b * y_block.to_int())) + ((long long)po * y_out.to_int());  // conv2d.py:363
                  const long long at = ((start + ((long long)by * y_tile_y.to_int())) + ((long long)bx * y_tile_x.to_int())) + ((long long)ty * y_row.to_int());  // conv2d.py:364
                  const ap_uint<32> pixels_word = pixels.read();  // conv2d.py:366
                  ap_int<8> pixel[4];
#pragma HLS array_partition variable=pixel type=complete dim=0
                  for (int lane = 0; lane < 4; ++lane) {
#pragma HLS unroll
                    pixel[lane] = ap_int<8>(ap_uint<8>(pixels_word.range(8 * lane + 7, 8 * lane)));
                  }
                  for (int o = 0; o < PO; ++o) {  // conv2d.py:367
#pragma HLS unroll
                    held[o] = pixel[o];  // conv2d.py:368
                  }
                  for (int q = 0; q < OUT_LANES; ++q) {  // conv2d.py:369
#pragma HLS unroll
                    y[((at + (tx * PO)) + 0) + q] = held[q];  // conv2d.py:370
                  }
                  for (int o_2 = 0; o_2 < PO; ++o_2) {  // conv2d.py:371
#pragma HLS unroll
                    const int later = o_2 + OUT_LANES;  // conv2d.py:372
                    held[o_2] = 0;  // conv2d.py:373
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

void conv2d(ap_uint<10> groups,
            ap_uint<10> blocks,
            ap_uint<10> tiles_y,
            ap_uint<10> tiles_x,
            ap_uint<10> tiles_in,
            ap_uint<12> rows,
            ap_uint<12> cols,
            ap_uint<28> x_group,
            ap_uint<28> x_in,
            ap_uint<28> x_tile_y,
            ap_uint<28> x_tile_x,
            ap_uint<28> x_row,
            ap_int<8>* x,
            ap_uint<20> w_blocks,
            ap_uint<20> tiles,
            ap_uint<24> w_beats,
            ap_int<8>* w,
            ap_int<8>* v,
            ap_uint<16> p_beats,
            ap_int<32>* p,
            ap_uint<28> rounds,
            ap_uint<10> block,
            ap_uint<4> kh,
            ap_uint<4> kw,
            ap_uint<12> th,
            ap_uint<12> tw,
            ap_uint<12> pass_pixels,
            ap_uint<12> t_row,
            ap_uint<3> t_col,
            ap_uint<12> t_ky,
            ap_uint<12> t_kx,
            ap_uint<10> tiles_out,
            ap_uint<12> oh,
            ap_uint<24> ow,
            ap_int<8> zero,
            ap_int<8> low,
            ap_int<8> high,
            ap_uint<10> y_tiles_y,
            ap_uint<10> y_tiles_x,
            ap_uint<12> y_th,
            ap_uint<12> y_tw,
            ap_uint<12> y_oh,
            ap_uint<24> y_ow,
            ap_uint<28> y_group,
            ap_uint<28> y_block,
            ap_uint<28> y_out,
            ap_uint<28> y_tile_y,
            ap_uint<28> y_tile_x,
            ap_uint<28> y_row,
            ap_int<8>* y) {
#pragma HLS interface s_axilite port=groups bundle=control offset=0x10
#pragma HLS interface s_axilite port=blocks bundle=control offset=0x18
#pragma HLS interface s_axilite port=tiles_y bundle=control offset=0x20
#pragma HLS interface s_axilite port=tiles_x bundle=control offset=0x28
#pragma HLS interface s_axilite port=tiles_in bundle=control offset=0x30
#pragma HLS interface s_axilite port=rows bundle=control offset=0x38
#pragma HLS interface s_axilite port=cols bundle=control offset=0x40
#pragma HLS interface s_axilite port=x_group bundle=control offset=0x48
#pragma HLS interface s_axilite port=x_in bundle=control offset=0x50
#pragma HLS interface s_axilite port=x_tile_y bundle=control offset=0x58
#pragma HLS interface s_axilite port=x_tile_x bundle=control offset=0x60
#pragma HLS interface s_axilite port=x_row bundle=control offset=0x68
#pragma HLS interface m_axi port=x bundle=gmem0 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=x bundle=control offset=0x70
#pragma HLS interface s_axilite port=w_blocks bundle=control offset=0x7c
#pragma HLS interface s_axilite port=tiles bundle=control offset=0x84
#pragma HLS interface s_axilite port=w_beats bundle=control offset=0x8c
#pragma HLS interface m_axi port=w bundle=gmem1 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=w bundle=control offset=0x94
// Another process uses gmem0 to read; Vitis HLS takes one each way.
#pragma HLS interface m_axi port=v bundle=gmem0_v offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=v bundle=control offset=0xa0
#pragma HLS interface s_axilite port=p_beats bundle=control offset=0xac
// Another process uses gmem1 to read; Vitis HLS takes one each way.
#pragma HLS interface m_axi port=p bundle=gmem1_p offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=p bundle=control offset=0xb4
#pragma HLS interface s_axilite port=rounds bundle=control offset=0xc0
#pragma HLS interface s_axilite port=block bundle=control offset=0xc8
#pragma HLS interface s_axilite port=kh bundle=control offset=0xd0
#pragma HLS interface s_axilite port=kw bundle=control offset=0xd8
#pragma HLS interface s_axilite port=th bundle=control offset=0xe0
#pragma HLS interface s_axilite port=tw bundle=control offset=0xe8
#pragma HLS interface s_axilite port=pass_pixels bundle=control offset=0xf0
#pragma HLS interface s_axilite port=t_row bundle=control offset=0xf8
#pragma HLS interface s_axilite port=t_col bundle=control offset=0x100
#pragma HLS interface s_axilite port=t_ky bundle=control offset=0x108
#pragma HLS interface s_axilite port=t_kx bundle=control offset=0x110
#pragma HLS interface s_axilite port=tiles_out bundle=control offset=0x118
#pragma HLS interface s_axilite port=oh bundle=control offset=0x120
#pragma HLS interface s_axilite port=ow bundle=control offset=0x128
#pragma HLS interface s_axilite port=zero bundle=control offset=0x130
#pragma HLS interface s_axilite port=low bundle=control offset=0x138
#pragma HLS interface s_axilite port=high bundle=control offset=0x140
#pragma HLS interface s_axilite port=y_tiles_y bundle=control offset=0x148
#pragma HLS interface s_axilite port=y_tiles_x bundle=control offset=0x150
#pragma HLS interface s_axilite port=y_th bundle=control offset=0x158
#pragma HLS interface s_axilite port=y_tw bundle=control offset=0x160
#pragma HLS interface s_axilite port=y_oh bundle=control offset=0x168
#pragma HLS interface s_axilite port=y_ow bundle=control offset=0x170
#pragma HLS interface s_axilite port=y_group bundle=control offset=0x178
#pragma HLS interface s_axilite port=y_block bundle=control offset=0x180
#pragma HLS interface s_axilite port=y_out bundle=control offset=0x188
#pragma HLS interface s_axilite port=y_tile_y bundle=control offset=0x190
#pragma HLS interface s_axilite port=y_tile_x bundle=control offset=0x198
#pragma HLS interface s_axilite port=y_row bundle=control offset=0x1a0
#pragma HLS interface m_axi port=y bundle=gmem0 offset=slave max_widen_bitwidth=64 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=y bundle=control offset=0x1a8
#pragma HLS interface s_axilite port=return bundle=control
#pragma HLS dataflow
  hls::stream_of_blocks<tile_block_t> tile;
#pragma HLS array_partition variable=tile type=complete dim=2
  hls::stream<ap_uint<64> > ws("ws");
#pragma HLS stream variable=ws depth=16
  hls::stream<ap_uint<64> > vs("vs");
#pragma HLS stream variable=vs depth=16
  hls::stream<ap_uint<64> > ps("ps");
#pragma HLS stream variable=ps depth=16
  hls::stream<ap_uint<128> > sums("sums");
#pragma HLS stream variable=sums depth=16
  hls::stream<ap_uint<32> > pixels("pixels");
#pragma HLS stream variable=pixels depth=1040
  conv2d_load(groups, blocks, tiles_y, tiles_x, tiles_in, rows, cols, x_group, x_in, x_tile_y, x_tile_x, x_row, x, tile);
  conv2d_load_weights(w_blocks, tiles, w_beats, w, ws);
  conv2d_load_more_weights(w_blocks, tiles, w_beats, v, vs);
  conv2d_load_channels(w_blocks, tiles, p_beats, p, ps);
  conv2d_compute(rounds, tiles_in, block, kh, kw, th, tw, pass_pixels, t_row, t_col, t_ky, t_kx, tile, ws, vs, sums);
  conv2d_requantise(groups, blocks, tiles_y, tiles_x, block, th, tw, tiles_out, oh, ow, zero, low, high, ps, sums, pixels);
  conv2d_store(groups, blocks, block, tiles_out, y_tiles_y, y_tiles_x, y_th, y_tw, y_oh, y_ow, y_group, y_block, y_out, y_tile_y, y_tile_x, y_row, pixels, y);
}
