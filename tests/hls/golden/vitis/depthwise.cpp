// Kernel depthwise: Vitis HLS C++ made by hwpipe from depthwise.py.
#include "depthwise.h"
#include "hls_streamofblocks.h"

static const int LANES = 8;

typedef ap_int<8> tile_block_t[4096][8];
typedef ap_int<8> taps_block_t[121][8];

// depthwise.py:17 load
static void depthwise_load(ap_uint<16> blocks,
                           ap_uint<10> bands,
                           ap_uint<10> tall,
                           ap_uint<10> step,
                           ap_uint<10> h,
                           ap_uint<10> w,
                           ap_uint<3> pad,
                           ap_int<8>* x,
                           hls::stream_of_blocks<tile_block_t>& tile) {
#pragma HLS inline off
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // depthwise.py:22
#pragma HLS loop_tripcount min=1 max=65535
    loop_b: for (int b = 0; b < bands.to_int(); ++b) {  // depthwise.py:23
#pragma HLS loop_tripcount min=1 max=1023
      {  // depthwise.py:24 acquire
        hls::write_lock<tile_block_t> tile_half(tile);
        loop_r: for (int r = 0; r < tall.to_int(); ++r) {  // depthwise.py:25
#pragma HLS loop_tripcount min=1 max=1023
          loop_p: for (int p = 0; p < w.to_int(); ++p) {  // depthwise.py:26
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=1023
            const int row = ((b * step.to_int()) + r) - pad.to_int();  // depthwise.py:27
            for (int q = 0; q < LANES; ++q) {  // depthwise.py:28
#pragma HLS unroll
              ap_int<8> pixel = 0;  // depthwise.py:29
              if ((row >= 0) && (ap_int<21>(row) < h)) {  // depthwise.py:30
                pixel = x[((((long long)((c * h.to_int()) + row) * w.to_int()) + p) * LANES) + q];  // depthwise.py:31
              }
              tile_half[(r * w.to_int()) + p][q] = pixel;  // depthwise.py:32
            }
          }
        }
      }  // depthwise.py:33 release
    }
  }
}

// depthwise.py:37 weights
static void depthwise_weights(ap_uint<16> blocks,
                              ap_uint<4> kernel,
                              ap_int<8>* k,
                              hls::stream_of_blocks<taps_block_t>& taps) {
#pragma HLS inline off
  loop_c: for (int c = 0; c < blocks.to_int(); ++c) {  // depthwise.py:41
#pragma HLS loop_tripcount min=1 max=65535
    {  // depthwise.py:42 acquire
      hls::write_lock<taps_block_t> taps_half(taps);
      const int t_end = kernel.to_int() * kernel.to_int();
      loop_t: for (int t = 0; t < t_end; ++t) {  // depthwise.py:43
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=121
        for (int q = 0; q < LANES; ++q) {  // depthwise.py:44
#pragma HLS unroll
          taps_half[t][q] = k[((((c * kernel.to_int()) * kernel.to_int()) + t) * LANES) + q];  // depthwise.py:45
        }
      }
    }  // depthwise.py:46 release
  }
}

// depthwise.py:50 compute
static void depthwise_compute(ap_uint<16> blocks,
                              ap_uint<10> bands,
                              ap_uint<10> rows,
                              ap_uint<10> oh,
                              ap_uint<10> ow,
                              ap_uint<4> kernel,
                              ap_uint<3> stride,
                              ap_uint<10> w,
                              ap_uint<3> pad,
                              hls::stream_of_blocks<tile_block_t>& tile,
                              hls::stream_of_blocks<taps_block_t>& taps,
                              hls::stream<ap_uint<256> >& y) {
#pragma HLS inline off
  ap_int<32> acc[8];  // depthwise.py:56
#pragma HLS array_partition variable=acc type=complete dim=0
  for (int init = 0; init < 8; ++init) {
#pragma HLS unroll
    acc[init] = 0;  // depthwise.py:56
  }
  loop__c_: for (int _c = 0; _c < blocks.to_int(); ++_c) {  // depthwise.py:57
#pragma HLS loop_tripcount min=1 max=65535
    {  // depthwise.py:58 acquire
      hls::read_lock<taps_block_t> taps_half(taps);
      loop_b: for (int b = 0; b < bands.to_int(); ++b) {  // depthwise.py:59
#pragma HLS loop_tripcount min=1 max=1023
        {  // depthwise.py:60 acquire
          hls::read_lock<tile_block_t> tile_half(tile);
          loop_oy: for (int oy = 0; oy < hwpipe::min_of<ap_int<21> >(rows.to_int(), (oh.to_int() - (b * rows.to_int()))).to_int(); ++oy) {  // depthwise.py:61
#pragma HLS loop_tripcount min=1 max=1023
            loop_ox: for (int ox = 0; ox < ow.to_int(); ++ox) {  // depthwise.py:62
#pragma HLS loop_tripcount min=1 max=1023
              loop_ky: for (int ky = 0; ky < kernel.to_int(); ++ky) {  // depthwise.py:63
#pragma HLS loop_tripcount min=1 max=11
                loop_kx: for (int kx = 0; kx < kernel.to_int(); ++kx) {  // depthwise.py:64
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=11
                  const int col = ((ox * stride.to_int()) + kx) - pad.to_int();  // depthwise.py:65
                  const int at = (((oy * stride.to_int()) + ky) * w.to_int()) + col;  // depthwise.py:66
                  ap_uint<1> inside = (col >= 0) && (ap_int<14>(col) < w);  // depthwise.py:67
                  ap_uint<1> first = (ky == 0) && (kx == 0);  // depthwise.py:68
                  for (int q = 0; q < LANES; ++q) {  // depthwise.py:69
#pragma HLS unroll
                    ap_int<8> pixel = (inside != 0) ? ap_int<8>(tile_half[at][q]) : ap_int<8>(0);  // depthwise.py:70
                    ap_int<32> old = (first != 0) ? ap_int<32>(0) : ap_int<32>(acc[q]);  // depthwise.py:71
                    acc[q] = ap_int<32>(old + (pixel * taps_half[(ky * kernel.to_int()) + kx][q]));  // depthwise.py:72
                  }
                  if ((ap_uint<4>(ky) == (kernel - 1)) && (ap_uint<4>(kx) == (kernel - 1))) {  // depthwise.py:73
                    ap_int<32> list[8];  // depthwise.py:74
#pragma HLS array_partition variable=list type=complete dim=0
                    for (int q_2 = 0; q_2 < LANES; ++q_2) {
#pragma HLS unroll
                      list[q_2] = acc[q_2];
                    }
                    ap_uint<256> word;
                    for (int lane = 0; lane < 8; ++lane) {
#pragma HLS unroll
                      word.range(32 * lane + 31, 32 * lane) = ap_uint<32>(ap_int<32>(list[lane]));
                    }
                    y.write(word);
                  }
                }
              }
            }
          }
        }  // depthwise.py:75 release
      }
    }  // depthwise.py:76 release
  }
}

// depthwise.py:80 store
static void depthwise_store(ap_uint<24> pixels,
                            hls::stream<ap_uint<256> >& y,
                            ap_int<32>* z) {
#pragma HLS inline off
  ap_int<32> hold[8];  // depthwise.py:81
#pragma HLS array_partition variable=hold type=complete dim=0
  for (int init = 0; init < 8; ++init) {
#pragma HLS unroll
    hold[init] = 0;  // depthwise.py:81
  }
  loop_t: for (int t = 0; t < pixels.to_int(); ++t) {  // depthwise.py:82
#pragma HLS loop_tripcount min=1 max=16777215
    loop_b: for (int b = 0; b < 4; ++b) {  // depthwise.py:83
#pragma HLS pipeline II=1
      if (b == 0) {  // depthwise.py:84
        const ap_uint<256> y_word = y.read();  // depthwise.py:85
        ap_int<32> row[8];
#pragma HLS array_partition variable=row type=complete dim=0
        for (int lane = 0; lane < 8; ++lane) {
#pragma HLS unroll
          row[lane] = ap_int<32>(ap_uint<32>(y_word.range(32 * lane + 31, 32 * lane)));
        }
        for (int q = 0; q < LANES; ++q) {  // depthwise.py:86
#pragma HLS unroll
          hold[q] = row[q];  // depthwise.py:87
        }
      }
      for (int e = 0; e < 2; ++e) {  // depthwise.py:88
#pragma HLS unroll
        z[((t * LANES) + (b * 2)) + e] = hold[(b * 2) + e];  // depthwise.py:89
      }
    }
  }
}

void depthwise(ap_uint<16> blocks,
               ap_uint<10> bands,
               ap_uint<10> tall,
               ap_uint<10> step,
               ap_uint<10> h,
               ap_uint<10> w,
               ap_uint<3> pad,
               ap_int<8>* x,
               ap_uint<4> kernel,
               ap_int<8>* k,
               ap_uint<10> rows,
               ap_uint<10> oh,
               ap_uint<10> ow,
               ap_uint<3> stride,
               ap_uint<24> pixels,
               ap_int<32>* z) {
#pragma HLS interface s_axilite port=blocks bundle=control offset=0x10
#pragma HLS interface s_axilite port=bands bundle=control offset=0x18
#pragma HLS interface s_axilite port=tall bundle=control offset=0x20
#pragma HLS interface s_axilite port=step bundle=control offset=0x28
#pragma HLS interface s_axilite port=h bundle=control offset=0x30
#pragma HLS interface s_axilite port=w bundle=control offset=0x38
#pragma HLS interface s_axilite port=pad bundle=control offset=0x40
#pragma HLS interface m_axi port=x bundle=gmem0 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=x bundle=control offset=0x48
#pragma HLS interface s_axilite port=kernel bundle=control offset=0x54
#pragma HLS interface m_axi port=k bundle=gmem1 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=k bundle=control offset=0x5c
#pragma HLS interface s_axilite port=rows bundle=control offset=0x68
#pragma HLS interface s_axilite port=oh bundle=control offset=0x70
#pragma HLS interface s_axilite port=ow bundle=control offset=0x78
#pragma HLS interface s_axilite port=stride bundle=control offset=0x80
#pragma HLS interface s_axilite port=pixels bundle=control offset=0x88
#pragma HLS interface m_axi port=z bundle=gmem1 offset=slave max_widen_bitwidth=64 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=z bundle=control offset=0x90
#pragma HLS interface s_axilite port=return bundle=control
#pragma HLS dataflow
  hls::stream_of_blocks<tile_block_t> tile;
#pragma HLS array_partition variable=tile type=complete dim=2
  hls::stream_of_blocks<taps_block_t> taps;
#pragma HLS array_partition variable=taps type=complete dim=2
  hls::stream<ap_uint<256> > y("y");
#pragma HLS stream variable=y depth=16
  depthwise_load(blocks, bands, tall, step, h, w, pad, x, tile);
  depthwise_weights(blocks, kernel, k, taps);
  depthwise_compute(blocks, bands, rows, oh, ow, kernel, stride, w, pad, tile, taps, y);
  depthwise_store(pixels, y, z);
}
