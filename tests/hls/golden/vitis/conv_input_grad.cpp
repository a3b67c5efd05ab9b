// Kernel conv_input_grad: Vitis HLS C++ made by hwpipe from conv_input_grad.py.
#include "conv_input_grad.h"
#include "hls_streamofblocks.h"

static const int PO = 4;
static const int TILE = 1024;
static const int PI = 4;

typedef ap_int<8> tile_block_t[2048][4];

// conv_input_grad.py:22 load
static void conv_input_grad_load(ap_uint<10> ci,
                                 ap_uint<10> fo,
                                 ap_uint<3> phases,
                                 ap_uint<10> bands,
                                 ap_uint<10> rows,
                                 ap_uint<10> tall,
                                 ap_uint<4> top,
                                 ap_uint<10> oh,
                                 ap_uint<10> ow,
                                 ap_int<8>* dy,
                                 hls::stream_of_blocks<tile_block_t>& tile) {
#pragma HLS inline off
  loop__i_: for (int _i = 0; _i < ci.to_int(); ++_i) {  // conv_input_grad.py:28
#pragma HLS loop_tripcount min=1 max=1023
    const int _p_end = phases.to_int() * phases.to_int();
    loop__p_: for (int _p = 0; _p < _p_end; ++_p) {  // conv_input_grad.py:29
#pragma HLS loop_tripcount min=1 max=16
      loop_b: for (int b = 0; b < bands.to_int(); ++b) {  // conv_input_grad.py:30
#pragma HLS loop_tripcount min=1 max=1023
        loop_o: for (int o = 0; o < fo.to_int(); ++o) {  // conv_input_grad.py:31
#pragma HLS loop_tripcount min=1 max=1023
          {  // conv_input_grad.py:32 acquire
            hls::write_lock<tile_block_t> tile_half(tile);
            loop_r: for (int r = 0; r < tall.to_int(); ++r) {  // conv_input_grad.py:33
#pragma HLS loop_tripcount min=1 max=1023
              loop_x: for (int x = 0; x < ow.to_int(); ++x) {  // conv_input_grad.py:34
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=1023
                const int y = ((b * rows.to_int()) + r) - top.to_int();  // conv_input_grad.py:35
                for (int f = 0; f < PO; ++f) {  // conv_input_grad.py:36
#pragma HLS unroll
                  ap_int<8> pixel = 0;  // conv_input_grad.py:37
                  if ((y >= 0) && (ap_int<21>(y) < oh)) {  // conv_input_grad.py:38
                    pixel = dy[((long long)((((o * oh.to_int()) + y) * ow.to_int()) + x) * PO) + f];  // conv_input_grad.py:39
                  }
                  tile_half[(r * ow.to_int()) + x][f] = pixel;  // conv_input_grad.py:40
                }
              }
            }
          }  // conv_input_grad.py:41 release
        }
      }
    }
  }
}

// conv_input_grad.py:45 weights
static void conv_input_grad_weights(ap_uint<24> beats,
                                    ap_int<8>* k,
                                    hls::stream<ap_uint<32> >& ws) {
#pragma HLS inline off
  loop_b: for (int b = 0; b < beats.to_int(); ++b) {  // conv_input_grad.py:46
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=16777215
    ap_int<8> list[4];  // conv_input_grad.py:47
#pragma HLS array_partition variable=list type=complete dim=0
    for (int f = 0; f < PO; ++f) {
#pragma HLS unroll
      list[f] = k[(b * PO) + f];
    }
    ap_uint<32> word;
    for (int lane = 0; lane < 4; ++lane) {
#pragma HLS unroll
      word.range(8 * lane + 7, 8 * lane) = ap_uint<8>(ap_int<8>(list[lane]));
    }
    ws.write(word);
  }
}

// conv_input_grad.py:51 compute
static void conv_input_grad_compute(ap_uint<10> ci,
                                    ap_uint<10> fo,
                                    ap_uint<3> phases,
                                    ap_uint<10> bands,
                                    ap_uint<10> rows,
                                    ap_uint<10> cols,
                                    ap_uint<4> top,
                                    ap_uint<10> ow,
                                    ap_uint<4> q,
                                    ap_uint<2> rem,
                                    ap_uint<2> late,
                                    ap_uint<4> reach,
                                    hls::stream_of_blocks<tile_block_t>& tile,
                                    hls::stream<ap_uint<32> >& ws,
                                    hls::stream<ap_uint<128> >& y) {
#pragma HLS inline off
  ap_int<32> acc[1024][4];  // conv_input_grad.py:58
#pragma HLS array_partition variable=acc type=complete dim=2
  ap_int<8> shadow[4][4];  // conv_input_grad.py:59
#pragma HLS array_partition variable=shadow type=complete dim=0
  for (int init = 0; init < 4; ++init) {
#pragma HLS unroll
    for (int init_2 = 0; init_2 < 4; ++init_2) {
#pragma HLS unroll
      shadow[init][init_2] = 0;  // conv_input_grad.py:59
    }
  }
  ap_int<8> active[4][4];  // conv_input_grad.py:60
#pragma HLS array_partition variable=active type=complete dim=0
  for (int init_3 = 0; init_3 < 4; ++init_3) {
#pragma HLS unroll
    for (int init_4 = 0; init_4 < 4; ++init_4) {
#pragma HLS unroll
      active[init_3][init_4] = 0;  // conv_input_grad.py:60
    }
  }
  loop_m: for (int m = 0; m < PI; ++m) {  // conv_input_grad.py:61
#pragma HLS pipeline II=1
    const ap_uint<32> ws_word = ws.read();  // conv_input_grad.py:62
    ap_int<8> beat[4];
#pragma HLS array_partition variable=beat type=complete dim=0
    for (int lane = 0; lane < 4; ++lane) {
#pragma HLS unroll
      beat[lane] = ap_int<8>(ap_uint<8>(ws_word.range(8 * lane + 7, 8 * lane)));
    }
    for (int f = 0; f < PO; ++f) {  // conv_input_grad.py:63
#pragma HLS unroll
      active[m][f] = beat[f];  // conv_input_grad.py:64
    }
  }
  loop__i_: for (int _i = 0; _i < ci.to_int(); ++_i) {  // conv_input_grad.py:65
#pragma HLS loop_tripcount min=1 max=1023
    loop_py: for (int py = 0; py < phases.to_int(); ++py) {  // conv_input_grad.py:66
#pragma HLS loop_tripcount min=1 max=4
      loop_px: for (int px = 0; px < phases.to_int(); ++px) {  // conv_input_grad.py:67
#pragma HLS loop_tripcount min=1 max=4
        loop__b_: for (int _b = 0; _b < bands.to_int(); ++_b) {  // conv_input_grad.py:68
#pragma HLS loop_tripcount min=1 max=1023
          loop_o: for (int o = 0; o < fo.to_int(); ++o) {  // conv_input_grad.py:69
#pragma HLS loop_tripcount min=1 max=1023
            {  // conv_input_grad.py:70 acquire
              hls::read_lock<tile_block_t> tile_half(tile);
              const int a_end = q.to_int() + ((py < rem.to_int()) ? 1 : 0);
              loop_a: for (int a = 0; a < a_end; ++a) {  // conv_input_grad.py:71
#pragma HLS loop_tripcount min=1 max=12
                const int b_end = q.to_int() + ((px < rem.to_int()) ? 1 : 0);
                loop_b: for (int b = 0; b < b_end; ++b) {  // conv_input_grad.py:72
#pragma HLS loop_tripcount min=1 max=12
                  loop_j: for (int j = 0; j < rows.to_int(); ++j) {  // conv_input_grad.py:73
#pragma HLS loop_tripcount min=1 max=1023
                    loop_x: for (int x = 0; x < cols.to_int(); ++x) {  // conv_input_grad.py:74
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=1023
                      const int t = (j * cols.to_int()) + x;  // conv_input_grad.py:75
                      if (t < PI) {  // conv_input_grad.py:76
                        const ap_uint<32> ws_word_2 = ws.read();  // conv_input_grad.py:77
                        ap_int<8> more[4];
#pragma HLS array_partition variable=more type=complete dim=0
                        for (int lane_2 = 0; lane_2 < 4; ++lane_2) {
#pragma HLS unroll
                          more[lane_2] = ap_int<8>(ap_uint<8>(ws_word_2.range(8 * lane_2 + 7, 8 * lane_2)));
                        }
                        for (int f_2 = 0; f_2 < PO; ++f_2) {  // conv_input_grad.py:78
#pragma HLS unroll
                          shadow[t][f_2] = more[f_2];  // conv_input_grad.py:79
                        }
                      }
                      ap_int<6> up = (ap_uint<1>(((ap_uint<2>(py) < late) ? 1 : 0)) + reach) - ap_uint<4>(a);  // conv_input_grad.py:80
                      ap_int<6> right = (ap_uint<1>(((ap_uint<2>(px) < late) ? 1 : 0)) + reach) - ap_uint<4>(b);  // conv_input_grad.py:81
                      ap_int<12> col = (ap_uint<10>(x) + right) - top;  // conv_input_grad.py:82
                      ap_int<22> at = ((ap_uint<10>(j) + up) * ow) + col;  // conv_input_grad.py:83
                      ap_uint<1> inside = (col >= 0) && (col < ow);  // conv_input_grad.py:84
                      ap_int<8> row[4];  // conv_input_grad.py:85
#pragma HLS array_partition variable=row type=complete dim=0
                      for (int f_3 = 0; f_3 < PO; ++f_3) {
#pragma HLS unroll
                        if (inside != 0) {
                          row[f_3] = tile_half[at.to_int()][f_3];
                        }
                        else {
                          row[f_3] = 0;
                        }
                      }
                      ap_uint<1> first = (o == 0) && (a == 0) && (b == 0);  // conv_input_grad.py:86
                      ap_int<32> out[4];  // conv_input_grad.py:87
#pragma HLS array_partition variable=out type=complete dim=0
                      for (int n = 0; n < PI; ++n) {
#pragma HLS unroll
                        ap_int<18> sum = 0;
                        for (int f_4 = 0; f_4 < PO; ++f_4) {
#pragma HLS unroll
                          sum += active[n][f_4] * row[f_4];
                        }
                        out[n] = ap_int<32>(((first != 0) ? ap_int<32>(0) : ap_int<32>(acc[t][n])) + sum);
                      }
                      for (int n_2 = 0; n_2 < PI; ++n_2) {  // conv_input_grad.py:94
#pragma HLS unroll
                        acc[t][n_2] = out[n_2];  // conv_input_grad.py:95
                      }
                      ap_uint<1> last = ap_uint<4>(a) == ((q - 1) + ap_uint<1>(((ap_uint<2>(py) < rem) ? 1 : 0)));  // conv_input_grad.py:96
                      ap_uint<1> end = ap_uint<4>(b) == ((q - 1) + ap_uint<1>(((ap_uint<2>(px) < rem) ? 1 : 0)));  // conv_input_grad.py:97
                      if ((last != 0) && (end != 0) && (ap_uint<10>(o) == (fo - 1))) {  // conv_input_grad.py:98
                        ap_uint<128> word;  // conv_input_grad.py:99
                        for (int lane_3 = 0; lane_3 < 4; ++lane_3) {
#pragma HLS unroll
                          word.range(32 * lane_3 + 31, 32 * lane_3) = ap_uint<32>(ap_int<32>(out[lane_3]));
                        }
                        y.write(word);
                      }
                      if ((ap_uint<10>(j) == (rows - 1)) && (ap_uint<10>(x) == (cols - 1))) {  // conv_input_grad.py:100
                        for (int n_3 = 0; n_3 < PI; ++n_3) {  // conv_input_grad.py:101
#pragma HLS unroll
                          for (int f_5 = 0; f_5 < PO; ++f_5) {  // conv_input_grad.py:102
#pragma HLS unroll
                            active[n_3][f_5] = shadow[n_3][f_5];  // conv_input_grad.py:103
                          }
                        }
                      }
                    }
                  }
                }
              }
            }  // conv_input_grad.py:104 release
          }
        }
      }
    }
  }
}

// conv_input_grad.py:108 store
static void conv_input_grad_store(ap_uint<24> pixels,
                                  hls::stream<ap_uint<128> >& y,
                                  ap_int<32>* dx) {
#pragma HLS inline off
  ap_int<32> hold[4];  // conv_input_grad.py:109
#pragma HLS array_partition variable=hold type=complete dim=0
  for (int init = 0; init < 4; ++init) {
#pragma HLS unroll
    hold[init] = 0;  // conv_input_grad.py:109
  }
  loop_t: for (int t = 0; t < pixels.to_int(); ++t) {  // conv_input_grad.py:110
#pragma HLS loop_tripcount min=1 max=16777215
    loop_b: for (int b = 0; b < 2; ++b) {  // conv_input_grad.py:111
#pragma HLS pipeline II=1
      if (b == 0) {  // conv_input_grad.py:112
        const ap_uint<128> y_word = y.read();  // conv_input_grad.py:113
        ap_int<32> row[4];
#pragma HLS array_partition variable=row type=complete dim=0
        for (int lane = 0; lane < 4; ++lane) {
#pragma HLS unroll
          row[lane] = ap_int<32>(ap_uint<32>(y_word.range(32 * lane + 31, 32 * lane)));
        }
        for (int n = 0; n < PI; ++n) {  // conv_input_grad.py:114
#pragma HLS unroll
          hold[n] = row[n];  // conv_input_grad.py:115
        }
      }
      for (int e = 0; e < 2; ++e) {  // conv_input_grad.py:116
#pragma HLS unroll
        dx[((t * PI) + (b * 2)) + e] = hold[(b * 2) + e];  // conv_input_grad.py:117
      }
    }
  }
}

void conv_input_grad(ap_uint<10> ci,
                     ap_uint<10> fo,
                     ap_uint<3> phases,
                     ap_uint<10> bands,
                     ap_uint<10> rows,
                     ap_uint<10> tall,
                     ap_uint<4> top,
                     ap_uint<10> oh,
                     ap_uint<10> ow,
                     ap_int<8>* dy,
                     ap_uint<24> beats,
                     ap_int<8>* k,
                     ap_uint<10> cols,
                     ap_uint<4> q,
                     ap_uint<2> rem,
                     ap_uint<2> late,
                     ap_uint<4> reach,
                     ap_uint<24> pixels,
                     ap_int<32>* dx) {
#pragma HLS interface s_axilite port=ci bundle=control offset=0x10
#pragma HLS interface s_axilite port=fo bundle=control offset=0x18
#pragma HLS interface s_axilite port=phases bundle=control offset=0x20
#pragma HLS interface s_axilite port=bands bundle=control offset=0x28
#pragma HLS interface s_axilite port=rows bundle=control offset=0x30
#pragma HLS interface s_axilite port=tall bundle=control offset=0x38
#pragma HLS interface s_axilite port=top bundle=control offset=0x40
#pragma HLS interface s_axilite port=oh bundle=control offset=0x48
#pragma HLS interface s_axilite port=ow bundle=control offset=0x50
#pragma HLS interface m_axi port=dy bundle=gmem0 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=dy bundle=control offset=0x58
#pragma HLS interface s_axilite port=beats bundle=control offset=0x64
#pragma HLS interface m_axi port=k bundle=gmem1 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=k bundle=control offset=0x6c
#pragma HLS interface s_axilite port=cols bundle=control offset=0x78
#pragma HLS interface s_axilite port=q bundle=control offset=0x80
#pragma HLS interface s_axilite port=rem bundle=control offset=0x88
#pragma HLS interface s_axilite port=late bundle=control offset=0x90
#pragma HLS interface s_axilite port=reach bundle=control offset=0x98
#pragma HLS interface s_axilite port=pixels bundle=control offset=0xa0
#pragma HLS interface m_axi port=dx bundle=gmem1 offset=slave max_widen_bitwidth=64 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=dx bundle=control offset=0xa8
#pragma HLS interface s_axilite port=return bundle=control
#pragma HLS dataflow
  hls::stream_of_blocks<tile_block_t> tile;
#pragma HLS array_partition variable=tile type=complete dim=2
  hls::stream<ap_uint<32> > ws("ws");
#pragma HLS stream variable=ws depth=16
  hls::stream<ap_uint<128> > y("y");
#pragma HLS stream variable=y depth=1040
  conv_input_grad_load(ci, fo, phases, bands, rows, tall, top, oh, ow, dy, tile);
  conv_input_grad_weights(beats, k, ws);
  conv_input_grad_compute(ci, fo, phases, bands, rows, cols, top, ow, q, rem, late, reach, tile, ws, y);
  conv_input_grad_store(pixels, y, dx);
}
