// Kernel conv_weight_grad: Vitis HLS C++ made by hwpipe from conv_weight_grad.py.
#include "conv_weight_grad.h"
#include "hls_streamofblocks.h"

static const int PI = 4;
static const int PO = 4;
static const int PARTIALS = 3872;

typedef ap_int<8> tile_block_t[2048][4];
typedef ap_int<8> grad_block_t[2048][4];

// conv_weight_grad.py:18 load_x
static void conv_weight_grad_load_x(ap_uint<10> fo,
                                    ap_uint<10> ci,
                                    ap_uint<8> images,
                                    ap_uint<8> bands,
                                    ap_uint<10> tall,
                                    ap_uint<10> step,
                                    ap_uint<10> h,
                                    ap_uint<10> w,
                                    ap_uint<3> pad,
                                    ap_int<8>* x,
                                    hls::stream_of_blocks<tile_block_t>& tile) {
#pragma HLS inline off
  loop__o_: for (int _o = 0; _o < fo.to_int(); ++_o) {  // conv_weight_grad.py:24
#pragma HLS loop_tripcount min=1 max=1023
    loop_i: for (int i = 0; i < ci.to_int(); ++i) {  // conv_weight_grad.py:25
#pragma HLS loop_tripcount min=1 max=1023
      loop_n: for (int n = 0; n < images.to_int(); ++n) {  // conv_weight_grad.py:26
#pragma HLS loop_tripcount min=1 max=255
        loop_b: for (int b = 0; b < bands.to_int(); ++b) {  // conv_weight_grad.py:27
#pragma HLS loop_tripcount min=1 max=255
          {  // conv_weight_grad.py:28 acquire
            hls::write_lock<tile_block_t> tile_half(tile);
            loop_r: for (int r = 0; r < tall.to_int(); ++r) {  // conv_weight_grad.py:29
#pragma HLS loop_tripcount min=1 max=1023
              loop_c: for (int c = 0; c < w.to_int(); ++c) {  // conv_weight_grad.py:30
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=1023
                const int row = ((b * step.to_int()) + r) - pad.to_int();  // conv_weight_grad.py:31
                for (int f = 0; f < PI; ++f) {  // conv_weight_grad.py:32
#pragma HLS unroll
                  ap_int<8> pixel = 0;  // conv_weight_grad.py:33
                  if ((row >= 0) && (ap_int<19>(row) < h)) {  // conv_weight_grad.py:34
                    pixel = x[((((long long)((((n * ci.to_int()) + i) * h.to_int()) + row) * w.to_int()) + c) * PI) + f];  // conv_weight_grad.py:35
                  }
                  tile_half[(r * w.to_int()) + c][f] = pixel;  // conv_weight_grad.py:36
                }
              }
            }
          }  // conv_weight_grad.py:37 release
        }
      }
    }
  }
}

// conv_weight_grad.py:41 load_dy
static void conv_weight_grad_load_dy(ap_uint<10> fo,
                                     ap_uint<10> ci,
                                     ap_uint<8> images,
                                     ap_uint<8> bands,
                                     ap_uint<10> rows,
                                     ap_uint<10> oh,
                                     ap_uint<10> ow,
                                     ap_int<8>* dy,
                                     hls::stream_of_blocks<grad_block_t>& grad) {
#pragma HLS inline off
  loop_o: for (int o = 0; o < fo.to_int(); ++o) {  // conv_weight_grad.py:46
#pragma HLS loop_tripcount min=1 max=1023
    loop__i_: for (int _i = 0; _i < ci.to_int(); ++_i) {  // conv_weight_grad.py:47
#pragma HLS loop_tripcount min=1 max=1023
      loop_n: for (int n = 0; n < images.to_int(); ++n) {  // conv_weight_grad.py:48
#pragma HLS loop_tripcount min=1 max=255
        loop_b: for (int b = 0; b < bands.to_int(); ++b) {  // conv_weight_grad.py:49
#pragma HLS loop_tripcount min=1 max=255
          {  // conv_weight_grad.py:50 acquire
            hls::write_lock<grad_block_t> grad_half(grad);
            loop_r: for (int r = 0; r < rows.to_int(); ++r) {  // conv_weight_grad.py:51
#pragma HLS loop_tripcount min=1 max=1023
              loop_c: for (int c = 0; c < ow.to_int(); ++c) {  // conv_weight_grad.py:52
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=1023
                const int row = (b * rows.to_int()) + r;  // conv_weight_grad.py:53
                for (int f = 0; f < PO; ++f) {  // conv_weight_grad.py:54
#pragma HLS unroll
                  ap_int<8> pixel = 0;  // conv_weight_grad.py:55
                  if (ap_uint<18>(row) < oh) {  // conv_weight_grad.py:56
                    pixel = dy[((((long long)((((n * fo.to_int()) + o) * oh.to_int()) + row) * ow.to_int()) + c) * PO) + f];  // conv_weight_grad.py:57
                  }
                  grad_half[(r * ow.to_int()) + c][f] = pixel;  // conv_weight_grad.py:58
                }
              }
            }
          }  // conv_weight_grad.py:59 release
        }
      }
    }
  }
}

// conv_weight_grad.py:63 compute
static void conv_weight_grad_compute(ap_uint<24> tiles,
                                     ap_uint<4> kernel,
                                     ap_uint<10> rows,
                                     ap_uint<10> ow,
                                     ap_uint<3> stride,
                                     ap_uint<10> w,
                                     ap_uint<3> pad,
                                     hls::stream_of_blocks<tile_block_t>& tile,
                                     hls::stream_of_blocks<grad_block_t>& grad,
                                     hls::stream<ap_uint<512> >& y) {
#pragma HLS inline off
  ap_int<32> acc[4][4];  // conv_weight_grad.py:69
#pragma HLS array_partition variable=acc type=complete dim=0
  for (int init = 0; init < 4; ++init) {
#pragma HLS unroll
    for (int init_2 = 0; init_2 < 4; ++init_2) {
#pragma HLS unroll
      acc[init][init_2] = 0;  // conv_weight_grad.py:69
    }
  }
  loop__t_: for (int _t = 0; _t < tiles.to_int(); ++_t) {  // conv_weight_grad.py:70
#pragma HLS loop_tripcount min=1 max=16777215
    {  // conv_weight_grad.py:71 acquire
      hls::read_lock<tile_block_t> tile_half(tile);
      {  // conv_weight_grad.py:72 acquire
        hls::read_lock<grad_block_t> grad_half(grad);
        loop_ky: for (int ky = 0; ky < kernel.to_int(); ++ky) {  // conv_weight_grad.py:73
#pragma HLS loop_tripcount min=1 max=11
          loop_kx: for (int kx = 0; kx < kernel.to_int(); ++kx) {  // conv_weight_grad.py:74
#pragma HLS loop_tripcount min=1 max=11
            loop_r: for (int r = 0; r < rows.to_int(); ++r) {  // conv_weight_grad.py:75
#pragma HLS loop_tripcount min=1 max=1023
              loop_c: for (int c = 0; c < ow.to_int(); ++c) {  // conv_weight_grad.py:76
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=1023
                const int col = ((c * stride.to_int()) + kx) - pad.to_int();  // conv_weight_grad.py:77
                const int at = (((r * stride.to_int()) + ky) * w.to_int()) + col;  // conv_weight_grad.py:78
                ap_uint<1> inside = (col >= 0) && (ap_int<14>(col) < w);  // conv_weight_grad.py:79
                ap_int<8> row[4];  // conv_weight_grad.py:80
#pragma HLS array_partition variable=row type=complete dim=0
                for (int a = 0; a < PI; ++a) {
#pragma HLS unroll
                  if (inside != 0) {
                    row[a] = tile_half[at][a];
                  }
                  else {
                    row[a] = 0;
                  }
                }
                ap_uint<1> first = (r == 0) && (c == 0);  // conv_weight_grad.py:81
                for (int a_2 = 0; a_2 < PI; ++a_2) {  // conv_weight_grad.py:82
#pragma HLS unroll
                  for (int b = 0; b < PO; ++b) {  // conv_weight_grad.py:83
#pragma HLS unroll
                    ap_int<32> old = (first != 0) ? ap_int<32>(0) : ap_int<32>(acc[a_2][b]);  // conv_weight_grad.py:84
                    acc[a_2][b] = ap_int<32>(old + (row[a_2] * grad_half[(r * ow.to_int()) + c][b]));  // conv_weight_grad.py:85
                  }
                }
                if ((ap_uint<10>(r) == (rows - 1)) && (ap_uint<10>(c) == (ow - 1))) {  // conv_weight_grad.py:86
                  ap_int<32> list[16];  // conv_weight_grad.py:87
#pragma HLS array_partition variable=list type=complete dim=0
                  for (int n = 0; n < 16; ++n) {
#pragma HLS unroll
                    list[n] = acc[n >> 2][n & 3];
                  }
                  ap_uint<512> word;
                  for (int lane = 0; lane < 16; ++lane) {
#pragma HLS unroll
                    word.range(32 * lane + 31, 32 * lane) = ap_uint<32>(ap_int<32>(list[lane]));
                  }
                  y.write(word);
                }
              }
            }
          }
        }
      }  // conv_weight_grad.py:88 release
    }  // conv_weight_grad.py:89 release
  }
}

// conv_weight_grad.py:93 gather
static void conv_weight_grad_gather(ap_uint<24> pairs,
                                    ap_uint<24> parts,
                                    ap_uint<4> kernel,
                                    hls::stream<ap_uint<512> >& y,
                                    hls::stream<ap_uint<64> >& total) {
#pragma HLS inline off
  ap_int<32> hold[16];  // conv_weight_grad.py:97
#pragma HLS array_partition variable=hold type=complete dim=0
  for (int init = 0; init < 16; ++init) {
#pragma HLS unroll
    hold[init] = 0;  // conv_weight_grad.py:97
  }
  ap_int<32> psum[3872][2];  // conv_weight_grad.py:98
#pragma HLS array_partition variable=psum type=complete dim=2
  loop__p_: for (int _p = 0; _p < pairs.to_int(); ++_p) {  // conv_weight_grad.py:99
#pragma HLS loop_tripcount min=1 max=16777215
    loop_n: for (int n = 0; n < parts.to_int(); ++n) {  // conv_weight_grad.py:100
#pragma HLS loop_tripcount min=1 max=16777215
      const int t_end = kernel.to_int() * kernel.to_int();
      loop_t: for (int t = 0; t < t_end; ++t) {  // conv_weight_grad.py:101
#pragma HLS loop_tripcount min=1 max=121
        loop_b: for (int b = 0; b < 8; ++b) {  // conv_weight_grad.py:102
#pragma HLS pipeline II=1
          if (b == 0) {  // conv_weight_grad.py:103
            const ap_uint<512> y_word = y.read();  // conv_weight_grad.py:104
            ap_int<32> row[16];
#pragma HLS array_partition variable=row type=complete dim=0
            for (int lane = 0; lane < 16; ++lane) {
#pragma HLS unroll
              row[lane] = ap_int<32>(ap_uint<32>(y_word.range(32 * lane + 31, 32 * lane)));
            }
            for (int f = 0; f < 16; ++f) {  // conv_weight_grad.py:105
#pragma HLS unroll
              hold[f] = row[f];  // conv_weight_grad.py:106
            }
          }
          const int at = (t * 8) + b;  // conv_weight_grad.py:107
          ap_int<32> out[2];  // conv_weight_grad.py:108
#pragma HLS array_partition variable=out type=complete dim=0
          for (int e = 0; e < 2; ++e) {
#pragma HLS unroll
            out[e] = ap_int<32>(((n == 0) ? ap_int<32>(0) : ap_int<32>(psum[at][e])) + hold[e]);
          }
          for (int e_2 = 0; e_2 < 2; ++e_2) {  // conv_weight_grad.py:109
#pragma HLS unroll
            psum[at][e_2] = out[e_2];  // conv_weight_grad.py:110
          }
          if (ap_uint<24>(n) == (parts - 1)) {  // conv_weight_grad.py:111
            ap_uint<64> word;  // conv_weight_grad.py:112
            for (int lane_2 = 0; lane_2 < 2; ++lane_2) {
#pragma HLS unroll
              word.range(32 * lane_2 + 31, 32 * lane_2) = ap_uint<32>(ap_int<32>(out[lane_2]));
            }
            total.write(word);
          }
          for (int f_2 = 0; f_2 < 14; ++f_2) {  // conv_weight_grad.py:113
#pragma HLS unroll
            hold[f_2] = hold[f_2 + 2];  // conv_weight_grad.py:114
          }
        }
      }
    }
  }
}

// conv_weight_grad.py:118 store
static void conv_weight_grad_store(ap_uint<24> words,
                                   hls::stream<ap_uint<64> >& total,
                                   ap_int<32>* dw) {
#pragma HLS inline off
  loop_t: for (int t = 0; t < words.to_int(); ++t) {  // conv_weight_grad.py:119
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=16777215
    const ap_uint<64> total_word = total.read();  // conv_weight_grad.py:120
    ap_int<32> pair[2];
#pragma HLS array_partition variable=pair type=complete dim=0
    for (int lane = 0; lane < 2; ++lane) {
#pragma HLS unroll
      pair[lane] = ap_int<32>(ap_uint<32>(total_word.range(32 * lane + 31, 32 * lane)));
    }
    for (int e = 0; e < 2; ++e) {  // conv_weight_grad.py:121
#pragma HLS unroll
      dw[(t * 2) + e] = pair[e];  // conv_weight_grad.py:122
    }
  }
}

void conv_weight_grad(ap_uint<10> fo,
                      ap_uint<10> ci,
                      ap_uint<8> images,
                      ap_uint<8> bands,
                      ap_uint<10> tall,
                      ap_uint<10> step,
                      ap_uint<10> h,
                      ap_uint<10> w,
                      ap_uint<3> pad,
                      ap_int<8>* x,
                      ap_uint<10> rows,
                      ap_uint<10> oh,
                      ap_uint<10> ow,
                      ap_int<8>* dy,
                      ap_uint<24> tiles,
                      ap_uint<4> kernel,
                      ap_uint<3> stride,
                      ap_uint<24> pairs,
                      ap_uint<24> parts,
                      ap_uint<24> words,
                      ap_int<32>* dw) {
#pragma HLS interface s_axilite port=fo bundle=control offset=0x10
#pragma HLS interface s_axilite port=ci bundle=control offset=0x18
#pragma HLS interface s_axilite port=images bundle=control offset=0x20
#pragma HLS interface s_axilite port=bands bundle=control offset=0x28
#pragma HLS interface s_axilite port=tall bundle=control offset=0x30
#pragma HLS interface s_axilite port=step bundle=control offset=0x38
#pragma HLS interface s_axilite port=h bundle=control offset=0x40
#pragma HLS interface s_axilite port=w bundle=control offset=0x48
#pragma HLS interface s_axilite port=pad bundle=control offset=0x50
#pragma HLS interface m_axi port=x bundle=gmem0 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=x bundle=control offset=0x58
#pragma HLS interface s_axilite port=rows bundle=control offset=0x64
#pragma HLS interface s_axilite port=oh bundle=control offset=0x6c
#pragma HLS interface s_axilite port=ow bundle=control offset=0x74
#pragma HLS interface m_axi port=dy bundle=gmem1 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=dy bundle=control offset=0x7c
#pragma HLS interface s_axilite port=tiles bundle=control offset=0x88
#pragma HLS interface s_axilite port=kernel bundle=control offset=0x90
#pragma HLS interface s_axilite port=stride bundle=control offset=0x98
#pragma HLS interface s_axilite port=pairs bundle=control offset=0xa0
#pragma HLS interface s_axilite port=parts bundle=control offset=0xa8
#pragma HLS interface s_axilite port=words bundle=control offset=0xb0
#pragma HLS interface m_axi port=dw bundle=gmem1 offset=slave max_widen_bitwidth=64 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=dw bundle=control offset=0xb8
#pragma HLS interface s_axilite port=return bundle=control
#pragma HLS dataflow
  hls::stream_of_blocks<tile_block_t> tile;
#pragma HLS array_partition variable=tile type=complete dim=2
  hls::stream_of_blocks<grad_block_t> grad;
#pragma HLS array_partition variable=grad type=complete dim=2
  hls::stream<ap_uint<512> > y("y");
#pragma HLS stream variable=y depth=16
  hls::stream<ap_uint<64> > total("total");
#pragma HLS stream variable=total depth=16
  conv_weight_grad_load_x(fo, ci, images, bands, tall, step, h, w, pad, x, tile);
  conv_weight_grad_load_dy(fo, ci, images, bands, rows, oh, ow, dy, grad);
  conv_weight_grad_compute(tiles, kernel, rows, ow, stride, w, pad, tile, grad, y);
  conv_weight_grad_gather(pairs, parts, kernel, y, total);
  conv_weight_grad_store(words, total, dw);
}
