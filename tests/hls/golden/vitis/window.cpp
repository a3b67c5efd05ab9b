// Kernel window: Vitis HLS C++ made by hwpipe from window.py.
#include "window.h"
#include "hls_streamofblocks.h"

static const int LANES = 16;
static const int BEATS = 2;
static const int PORT = 8;

typedef ap_int<8> tile_block_t[4096][16];
typedef ap_int<8> taps_block_t[128][16];

// window.py:46 load
static void window_load(ap_uint<10> blocks,
                        ap_uint<10> bands,
                        ap_uint<12> tall,
                        ap_uint<12> step,
                        ap_uint<12> h,
                        ap_uint<12> w,
                        ap_uint<6> top,
                        ap_int<8> fill,
                        ap_uint<28> x_block,
                        ap_uint<28> x_row,
                        ap_int<8>* x,
                        hls::stream_of_blocks<tile_block_t>& tile) {
#pragma HLS inline off
  ap_int<8> held[16];  // window.py:60
#pragma HLS array_partition variable=held type=complete dim=0
  for (int init = 0; init < 16; ++init) {
#pragma HLS unroll
    held[init] = 0;  // window.py:60
  }
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // window.py:61
#pragma HLS loop_tripcount min=1 max=1023
    loop_b: for (int b = 0; b < bands.to_int(); ++b) {  // window.py:62
#pragma HLS loop_tripcount min=1 max=1023
      {  // window.py:63 acquire
        hls::write_lock<tile_block_t> tile_half(tile);
        loop_r: for (int r = 0; r < tall.to_int(); ++r) {  // window.py:64
#pragma HLS loop_tripcount min=1 max=4095
          loop_p: for (int p = 0; p < w.to_int(); ++p) {  // window.py:65
#pragma HLS loop_tripcount min=1 max=4095
            loop_g: for (int g = 0; g < BEATS; ++g) {  // window.py:66
#pragma HLS pipeline II=1
              const int row = ((b * step.to_int()) + r) - top.to_int();  // window.py:67
              ap_uint<1> inside = (row >= 0) && (ap_int<23>(row) < h);  // window.py:68
              const long long at = (((long long)c * x_block.to_int()) + ((long long)row * x_row.to_int())) + (((p * BEATS) + g) * PORT);  // window.py:69
              for (int q = 0; q < LANES; ++q) {  // window.py:70
#pragma HLS unroll
                const int later = q + PORT;  // window.py:71
                if (later < LANES) {  // window.py:72
                  held[q] = held[later];  // window.py:73
                } else {
                  if (inside != 0) {  // window.py:74
                    held[q] = x[(at + later) - LANES];  // window.py:75
                  } else {
                    held[q] = fill;  // window.py:77
                  }
                }
              }
              if (g == 1) {  // window.py:78
                for (int q_2 = 0; q_2 < LANES; ++q_2) {  // window.py:79
#pragma HLS unroll
                  tile_half[(r * w.to_int()) + p][q_2] = held[q_2];  // window.py:80
                }
              }
            }
          }
        }
      }  // window.py:81 release
    }
  }
}

// window.py:85 load_taps
static void window_load_taps(ap_uint<10> blocks,
                             ap_uint<10> tap_beats,
                             ap_uint<1> unit,
                             ap_int<8>* k,
                             hls::stream_of_blocks<taps_block_t>& taps) {
#pragma HLS inline off
  ap_int<8> held[16];  // window.py:92
#pragma HLS array_partition variable=held type=complete dim=0
  for (int init = 0; init < 16; ++init) {
#pragma HLS unroll
    held[init] = 0;  // window.py:92
  }
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // window.py:93
#pragma HLS loop_tripcount min=1 max=1023
    {  // window.py:94 acquire
      hls::write_lock<taps_block_t> taps_half(taps);
      loop_t: for (int t = 0; t < tap_beats.to_int(); ++t) {  // window.py:95
#pragma HLS loop_tripcount min=1 max=1023
        loop_g: for (int g = 0; g < BEATS; ++g) {  // window.py:96
#pragma HLS pipeline II=1
          for (int q = 0; q < LANES; ++q) {  // window.py:97
#pragma HLS unroll
            const int later = q + PORT;  // window.py:98
            if (later < LANES) {  // window.py:99
              held[q] = held[later];  // window.py:100
            } else {
              if (unit == 1) {  // window.py:101
                held[q] = 1;  // window.py:102
              } else {
                held[q] = k[((((((c * tap_beats.to_int()) + t) * BEATS) + g) * PORT) + later) - LANES];  // window.py:104
              }
            }
          }
          if (g == 1) {  // window.py:105
            for (int q_2 = 0; q_2 < LANES; ++q_2) {  // window.py:106
#pragma HLS unroll
              taps_half[t][q_2] = held[q_2];  // window.py:107
            }
          }
        }
      }
    }  // window.py:108 release
  }
}

// window.py:112 load_channels
static void window_load_channels(ap_uint<10> blocks,
                                 ap_int<32>* p,
                                 hls::stream<ap_uint<512> >& biases,
                                 hls::stream<ap_uint<272> >& scales) {
#pragma HLS inline off
  ap_int<32> bias[16];  // window.py:118
#pragma HLS array_partition variable=bias type=complete dim=0
  for (int init = 0; init < 16; ++init) {
#pragma HLS unroll
    bias[init] = 0;  // window.py:118
  }
  ap_uint<17> scale[16];  // window.py:119
#pragma HLS array_partition variable=scale type=complete dim=0
  for (int init_2 = 0; init_2 < 16; ++init_2) {
#pragma HLS unroll
    scale[init_2] = 0;  // window.py:119
  }
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // window.py:120
#pragma HLS loop_tripcount min=1 max=1023
    loop_n: for (int n = 0; n < LANES; ++n) {  // window.py:121
#pragma HLS pipeline II=1
      ap_int<32> pair[2];  // window.py:122
#pragma HLS array_partition variable=pair type=complete dim=0
      for (int q = 0; q < 2; ++q) {
#pragma HLS unroll
        pair[q] = p[(((c * LANES) + n) * 2) + q];
      }
      for (int o = 0; o < LANES; ++o) {  // window.py:123
#pragma HLS unroll
        bias[o] = (o < 15) ? ap_int<32>(bias[o + 1]) : ap_int<32>(pair[0]);  // window.py:124
        scale[o] = (o < 15) ? ap_uint<17>(scale[o + 1]) : ap_uint<17>(ap_uint<17>(pair[1]));  // window.py:125
      }
      if (n == 15) {  // window.py:126
        ap_int<32> list[16];  // window.py:127
#pragma HLS array_partition variable=list type=complete dim=0
        for (int o_2 = 0; o_2 < LANES; ++o_2) {
#pragma HLS unroll
          list[o_2] = bias[o_2];
        }
        ap_uint<512> word;
        for (int lane = 0; lane < 16; ++lane) {
#pragma HLS unroll
          word.range(32 * lane + 31, 32 * lane) = ap_uint<32>(ap_int<32>(list[lane]));
        }
        biases.write(word);
        ap_uint<17> list_2[16];  // window.py:128
#pragma HLS array_partition variable=list_2 type=complete dim=0
        for (int o_3 = 0; o_3 < LANES; ++o_3) {
#pragma HLS unroll
          list_2[o_3] = scale[o_3];
        }
        ap_uint<272> word_2;
        for (int lane_2 = 0; lane_2 < 16; ++lane_2) {
#pragma HLS unroll
          word_2.range(17 * lane_2 + 16, 17 * lane_2) = ap_uint<17>(ap_uint<17>(list_2[lane_2]));
        }
        scales.write(word_2);
      }
    }
  }
}

// window.py:132 load_pixels
static void window_load_pixels(ap_uint<10> blocks,
                               ap_uint<24> pixels,
                               ap_uint<1> by_pixel,
                               ap_int<32>* m,
                               hls::stream<ap_uint<17> >& ks) {
#pragma HLS inline off
  loop__c_: for (int _c = 0; _c < blocks.to_int(); ++_c) {  // window.py:139
#pragma HLS loop_tripcount min=1 max=1023
    loop_n: for (int n = 0; n < pixels.to_int(); ++n) {  // window.py:140
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=16777215
      if (by_pixel == 1) {  // window.py:141
        ks.write(ap_uint<17>(ap_uint<17>(m[n])));  // window.py:142
      }
    }
  }
}

// window.py:146 compute
static void window_compute(ap_uint<10> blocks,
                           ap_uint<10> bands,
                           ap_uint<12> rows,
                           ap_uint<12> oh,
                           ap_uint<12> ow,
                           ap_uint<8> kh,
                           ap_uint<8> kw,
                           ap_uint<6> dy,
                           ap_uint<6> dx,
                           ap_uint<6> stride_y,
                           ap_uint<6> stride_x,
                           ap_uint<12> w,
                           ap_uint<6> left,
                           ap_uint<1> unit,
                           ap_uint<1> largest,
                           ap_int<8> fill,
                           hls::stream_of_blocks<tile_block_t>& tile,
                           hls::stream_of_blocks<taps_block_t>& taps,
                           hls::stream<ap_uint<512> >& sums) {
#pragma HLS inline off
  ap_int<32> acc[16];  // window.py:167
#pragma HLS array_partition variable=acc type=complete dim=0
  for (int init = 0; init < 16; ++init) {
#pragma HLS unroll
    acc[init] = 0;  // window.py:167
  }
  loop__c_: for (int _c = 0; _c < blocks.to_int(); ++_c) {  // window.py:168
#pragma HLS loop_tripcount min=1 max=1023
    {  // window.py:169 acquire
      hls::read_lock<taps_block_t> taps_half(taps);
      loop_b: for (int b = 0; b < bands.to_int(); ++b) {  // window.py:170
#pragma HLS loop_tripcount min=1 max=1023
        {  // window.py:171 acquire
          hls::read_lock<tile_block_t> tile_half(tile);
          loop_oy: for (int oy = 0; oy < hwpipe::min_of<ap_int<23> >(rows.to_int(), (oh.to_int() - (b * rows.to_int()))).to_int(); ++oy) {  // window.py:172
#pragma HLS loop_tripcount min=1 max=4095
            loop_ox: for (int ox = 0; ox < ow.to_int(); ++ox) {  // window.py:173
#pragma HLS loop_tripcount min=1 max=4095
              loop_ky: for (int ky = 0; ky < kh.to_int(); ++ky) {  // window.py:174
#pragma HLS loop_tripcount min=1 max=255
                loop_kx: for (int kx = 0; kx < kw.to_int(); ++kx) {  // window.py:175
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=255
                  const int col = ((ox * stride_x.to_int()) + (kx * dx.to_int())) - left.to_int();  // window.py:176
                  const int at = (((oy * stride_y.to_int()) + (ky * dy.to_int())) * w.to_int()) + col;  // window.py:177
                  ap_uint<1> inside = (col >= 0) && (ap_int<20>(col) < w);  // window.py:178
                  ap_uint<1> first = (ky == 0) && (kx == 0);  // window.py:179
                  ap_uint<16> tap = (unit == 1) ? ap_uint<16>(0) : ap_uint<16>(((ap_uint<8>(ky) * kw) + ap_uint<8>(kx)));  // window.py:180
                  ap_int<32> out[16];  // window.py:181
#pragma HLS array_partition variable=out type=complete dim=0
                  int out_count = 0;
                  for (int q = 0; q < LANES; ++q) {  // window.py:182
#pragma HLS unroll
                    ap_int<8> pixel = (inside != 0) ? ap_int<8>(tile_half[at][q]) : ap_int<8>(fill);  // window.py:183
                    ap_int<32> old = acc[q];  // window.py:184
                    ap_int<32> more = ap_int<32>(((first != 0) ? ap_int<32>(0) : ap_int<32>(old)) + (pixel * taps_half[tap.to_int()][q]));  // window.py:185
                    ap_int<32> best = ((first != 0) || (pixel > old)) ? ap_int<32>(pixel) : ap_int<32>(old);  // window.py:186
                    ap_int<32> new_ = (largest == 1) ? ap_int<32>(best) : ap_int<32>(more);  // window.py:187
                    acc[q] = new_;  // window.py:188
                    out[out_count] = ap_int<32>(new_);  // window.py:189
                    ++out_count;
                  }
                  if ((ap_uint<8>(ky) == (kh - 1)) && (ap_uint<8>(kx) == (kw - 1))) {  // window.py:190
                    ap_uint<512> word;  // window.py:191
                    for (int lane = 0; lane < 16; ++lane) {
#pragma HLS unroll
                      word.range(32 * lane + 31, 32 * lane) = ap_uint<32>(ap_int<32>(out[lane]));
                    }
                    sums.write(word);
                  }
                }
              }
            }
          }
        }  // window.py:192 release
      }
    }  // window.py:193 release
  }
}

// window.py:197 requantise
static void window_requantise(ap_uint<10> blocks,
                              ap_uint<24> pixels,
                              ap_uint<1> by_pixel,
                              ap_int<48> before,
                              ap_uint<40> half,
                              ap_uint<6> guard,
                              ap_uint<6> shift,
                              ap_uint<40> middle,
                              ap_uint<40> mask,
                              ap_int<8> zero,
                              ap_int<8> low,
                              ap_int<8> high,
                              hls::stream<ap_uint<512> >& biases,
                              hls::stream<ap_uint<272> >& scales,
                              hls::stream<ap_uint<17> >& ks,
                              hls::stream<ap_uint<512> >& sums,
                              hls::stream<ap_uint<128> >& codes) {
#pragma HLS inline off
  ap_int<32> bias[16];  // window.py:216
#pragma HLS array_partition variable=bias type=complete dim=0
  for (int init = 0; init < 16; ++init) {
#pragma HLS unroll
    bias[init] = 0;  // window.py:216
  }
  ap_uint<17> scale[16];  // window.py:217
#pragma HLS array_partition variable=scale type=complete dim=0
  for (int init_2 = 0; init_2 < 16; ++init_2) {
#pragma HLS unroll
    scale[init_2] = 0;  // window.py:217
  }
  loop__c_: for (int _c = 0; _c < blocks.to_int(); ++_c) {  // window.py:218
#pragma HLS loop_tripcount min=1 max=1023
    loop_t: for (int t = 0; t < pixels.to_int(); ++t) {  // window.py:219
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=16777215
      ap_int<32> shifts[16];  // window.py:220
#pragma HLS array_partition variable=shifts type=complete dim=0
      for (int o = 0; o < LANES; ++o) {
#pragma HLS unroll
        shifts[o] = bias[o];
      }
      ap_uint<17> factors[16];  // window.py:221
#pragma HLS array_partition variable=factors type=complete dim=0
      for (int o_2 = 0; o_2 < LANES; ++o_2) {
#pragma HLS unroll
        factors[o_2] = scale[o_2];
      }
      if (t == 0) {  // window.py:222
        const ap_uint<512> biases_word = biases.read();  // window.py:223
        ap_int<32> biases_item[16];
#pragma HLS array_partition variable=biases_item type=complete dim=0
        for (int lane = 0; lane < 16; ++lane) {
#pragma HLS unroll
          biases_item[lane] = ap_int<32>(ap_uint<32>(biases_word.range(32 * lane + 31, 32 * lane)));
        }
        for (int copy = 0; copy < 16; ++copy) {
#pragma HLS unroll
          shifts[copy] = biases_item[copy];
        }
        const ap_uint<272> scales_word = scales.read();  // window.py:224
        ap_uint<17> scales_item[16];
#pragma HLS array_partition variable=scales_item type=complete dim=0
        for (int lane_2 = 0; lane_2 < 16; ++lane_2) {
#pragma HLS unroll
          scales_item[lane_2] = ap_uint<17>(ap_uint<17>(scales_word.range(17 * lane_2 + 16, 17 * lane_2)));
        }
        for (int copy_2 = 0; copy_2 < 16; ++copy_2) {
#pragma HLS unroll
          factors[copy_2] = scales_item[copy_2];
        }
      }
      for (int o_3 = 0; o_3 < LANES; ++o_3) {  // window.py:225
#pragma HLS unroll
        bias[o_3] = shifts[o_3];  // window.py:226
        scale[o_3] = factors[o_3];  // window.py:227
      }
      ap_uint<17> own = 0;  // window.py:228
      if (by_pixel == 1) {  // window.py:229
        const ap_uint<17> ks_item = ks.read();  // window.py:230
        own = ks_item;
      }
      const ap_uint<512> sums_word = sums.read();  // window.py:231
      ap_int<32> total[16];
#pragma HLS array_partition variable=total type=complete dim=0
      for (int lane_3 = 0; lane_3 < 16; ++lane_3) {
#pragma HLS unroll
        total[lane_3] = ap_int<32>(ap_uint<32>(sums_word.range(32 * lane_3 + 31, 32 * lane_3)));
      }
      ap_int<8> out[16];  // window.py:232
#pragma HLS array_partition variable=out type=complete dim=0
      int out_count = 0;
      for (int o_4 = 0; o_4 < LANES; ++o_4) {  // window.py:233
#pragma HLS unroll
        ap_uint<17> k = (by_pixel == 1) ? ap_uint<17>(own) : ap_uint<17>(factors[o_4]);  // window.py:234
        ap_int<50> near = ap_int<50>((((ap_int<32>(total[o_4] + shifts[o_4]) * k) + before) + half)) >> guard;  // window.py:235
        ap_int<50> whole = ap_int<50>(near) >> shift;  // window.py:236
        ap_uint<40> part = near & mask;  // window.py:237
        ap_uint<1> tie = (part == middle) && (middle > 0) && ((whole & 1) == 1);  // window.py:238
        ap_uint<1> up = ((part > middle) || (tie != 0)) ? 1 : 0;  // window.py:239
        out[out_count] = ap_int<8>(hwpipe::min_of<ap_int<50> >(hwpipe::max_of<ap_int<50> >(((whole + up) + zero), low), high));  // window.py:240
        ++out_count;
      }
      ap_uint<128> word;  // window.py:241
      for (int lane_4 = 0; lane_4 < 16; ++lane_4) {
#pragma HLS unroll
        word.range(8 * lane_4 + 7, 8 * lane_4) = ap_uint<8>(ap_int<8>(out[lane_4]));
      }
      codes.write(word);
    }
  }
}

// window.py:245 store
static void window_store(ap_uint<10> blocks,
                         ap_uint<12> oh,
                         ap_uint<12> ow,
                         ap_uint<28> y_block,
                         ap_uint<28> y_row,
                         hls::stream<ap_uint<128> >& codes,
                         ap_int<8>* y) {
#pragma HLS inline off
  ap_int<8> held[16];  // window.py:254
#pragma HLS array_partition variable=held type=complete dim=0
  for (int init = 0; init < 16; ++init) {
#pragma HLS unroll
    held[init] = 0;  // window.py:254
  }
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // window.py:255
#pragma HLS loop_tripcount min=1 max=1023
    loop_r: for (int r = 0; r < oh.to_int(); ++r) {  // window.py:256
#pragma HLS loop_tripcount min=1 max=4095
      loop_t: for (int t = 0; t < ow.to_int(); ++t) {  // window.py:257
#pragma HLS loop_tripcount min=1 max=4095
        loop_g: for (int g = 0; g < BEATS; ++g) {  // window.py:258
#pragma HLS pipeline II=1
          ap_int<8> now[16];  // window.py:259
#pragma HLS array_partition variable=now type=complete dim=0
          for (int q = 0; q < LANES; ++q) {
#pragma HLS unroll
            now[q] = held[q];
          }
          if (g == 0) {  // window.py:260
            const ap_uint<128> codes_word = codes.read();  // window.py:261
            ap_int<8> codes_item[16];
#pragma HLS array_partition variable=codes_item type=complete dim=0
            for (int lane = 0; lane < 16; ++lane) {
#pragma HLS unroll
              codes_item[lane] = ap_int<8>(ap_uint<8>(codes_word.range(8 * lane + 7, 8 * lane)));
            }
            for (int copy = 0; copy < 16; ++copy) {
#pragma HLS unroll
              now[copy] = codes_item[copy];
            }
          }
          const long long at = (((long long)c * y_block.to_int()) + ((long long)r * y_row.to_int())) + (((t * BEATS) + g) * PORT);  // window.py:262
          for (int q_2 = 0; q_2 < PORT; ++q_2) {  // window.py:263
#pragma HLS unroll
            y[at + q_2] = now[q_2];  // window.py:264
          }
          for (int q_3 = 0; q_3 < LANES; ++q_3) {  // window.py:265
#pragma HLS unroll
            held[q_3] = ((q_3 + PORT) < LANES) ? ap_int<8>(now[q_3 + PORT]) : ap_int<8>(0);  // window.py:266
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
            ap_int<8> fill,
            ap_uint<28> x_block,
            ap_uint<28> x_row,
            ap_int<8>* x,
            ap_uint<10> tap_beats,
            ap_uint<1> unit,
            ap_int<8>* k,
            ap_int<32>* p,
            ap_uint<24> pixels,
            ap_uint<1> by_pixel,
            ap_int<32>* m,
            ap_uint<12> rows,
            ap_uint<12> oh,
            ap_uint<12> ow,
            ap_uint<8> kh,
            ap_uint<8> kw,
            ap_uint<6> dy,
            ap_uint<6> dx,
            ap_uint<6> stride_y,
            ap_uint<6> stride_x,
            ap_uint<6> left,
            ap_uint<1> largest,
            ap_int<48> before,
            ap_uint<40> half,
            ap_uint<6> guard,
            ap_uint<6> shift,
            ap_uint<40> middle,
            ap_uint<40> mask,
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
#pragma HLS interface s_axilite port=x_row bundle=control offset=0x58
#pragma HLS interface m_axi port=x bundle=gmem0 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=x bundle=control offset=0x60
#pragma HLS interface s_axilite port=tap_beats bundle=control offset=0x6c
#pragma HLS interface s_axilite port=unit bundle=control offset=0x74
#pragma HLS interface m_axi port=k bundle=gmem1 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=k bundle=control offset=0x7c
// Another process uses gmem1 to read; Vitis HLS takes one each way.
#pragma HLS interface m_axi port=p bundle=gmem1_p offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=p bundle=control offset=0x88
#pragma HLS interface s_axilite port=pixels bundle=control offset=0x94
#pragma HLS interface s_axilite port=by_pixel bundle=control offset=0x9c
// Another process uses gmem1 to read; Vitis HLS takes one each way.
#pragma HLS interface m_axi port=m bundle=gmem1_m offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=m bundle=control offset=0xa4
#pragma HLS interface s_axilite port=rows bundle=control offset=0xb0
#pragma HLS interface s_axilite port=oh bundle=control offset=0xb8
#pragma HLS interface s_axilite port=ow bundle=control offset=0xc0
#pragma HLS interface s_axilite port=kh bundle=control offset=0xc8
#pragma HLS interface s_axilite port=kw bundle=control offset=0xd0
#pragma HLS interface s_axilite port=dy bundle=control offset=0xd8
#pragma HLS interface s_axilite port=dx bundle=control offset=0xe0
#pragma HLS interface s_axilite port=stride_y bundle=control offset=0xe8
#pragma HLS interface s_axilite port=stride_x bundle=control offset=0xf0
#pragma HLS interface s_axilite port=left bundle=control offset=0xf8
#pragma HLS interface s_axilite port=largest bundle=control offset=0x100
#pragma HLS interface s_axilite port=before bundle=control offset=0x108
#pragma HLS interface s_axilite port=half bundle=control offset=0x114
#pragma HLS interface s_axilite port=guard bundle=control offset=0x120
#pragma HLS interface s_axilite port=shift bundle=control offset=0x128
#pragma HLS interface s_axilite port=middle bundle=control offset=0x130
#pragma HLS interface s_axilite port=mask bundle=control offset=0x13c
#pragma HLS interface s_axilite port=zero bundle=control offset=0x148
#pragma HLS interface s_axilite port=low bundle=control offset=0x150
#pragma HLS interface s_axilite port=high bundle=control offset=0x158
#pragma HLS interface s_axilite port=y_block bundle=control offset=0x160
#pragma HLS interface s_axilite port=y_row bundle=control offset=0x168
#pragma HLS interface m_axi port=y bundle=gmem0 offset=slave max_widen_bitwidth=64 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=y bundle=control offset=0x170
#pragma HLS interface s_axilite port=return bundle=control
#pragma HLS dataflow
  hls::stream_of_blocks<tile_block_t> tile;
#pragma HLS array_partition variable=tile type=complete dim=2
  hls::stream_of_blocks<taps_block_t> taps;
#pragma HLS array_partition variable=taps type=complete dim=2
  hls::stream<ap_uint<512> > biases("biases");
#pragma HLS stream variable=biases depth=16
  hls::stream<ap_uint<272> > scales("scales");
#pragma HLS stream variable=scales depth=16
  hls::stream<ap_uint<17> > ks("ks");
#pragma HLS stream variable=ks depth=16
  hls::stream<ap_uint<512> > sums("sums");
#pragma HLS stream variable=sums depth=16
  hls::stream<ap_uint<128> > codes("codes");
#pragma HLS stream variable=codes depth=16
  window_load(blocks, bands, tall, step, h, w, top, fill, x_block, x_row, x, tile);
  window_load_taps(blocks, tap_beats, unit, k, taps);
  window_load_channels(blocks, p, biases, scales);
  window_load_pixels(blocks, pixels, by_pixel, m, ks);
  window_compute(blocks, bands, rows, oh, ow, kh, kw, dy, dx, stride_y, stride_x, w, left, unit, largest, fill, tile, taps, sums);
  window_requantise(blocks, pixels, by_pixel, before, half, guard, shift, middle, mask, zero, low, high, biases, scales, ks, sums, codes);
  window_store(blocks, oh, ow, y_block, y_row, codes, y);
}
