// Kernel matmul: Vitis HLS C++ made by hwpipe from matmul.py.
#include "matmul.h"
#include "hls_streamofblocks.h"

static const int ROWS = 8;
static const int COLS = 8;

typedef ap_int<8> tile_a_block_t[8][256];
typedef ap_int<8> tile_b_block_t[256][8];

// matmul.py:15 load_a
static void matmul_load_a(ap_uint<16> mb,
                          ap_uint<16> nb,
                          ap_uint<16> k,
                          ap_int<8>* a,
                          hls::stream_of_blocks<tile_a_block_t>& tile_a) {
#pragma HLS inline off
  loop_i: for (int i = 0; i < mb.to_int(); ++i) {  // matmul.py:22
#pragma HLS loop_tripcount min=1 max=65535
    loop_j: for (int j = 0; j < nb.to_int(); ++j) {  // matmul.py:23
#pragma HLS loop_tripcount min=1 max=65535
      {  // matmul.py:24 acquire
        hls::write_lock<tile_a_block_t> tile_a_half(tile_a);
        loop_r: for (int r = 0; r < ROWS; ++r) {  // matmul.py:25
          loop_p: for (int p = 0; p < k.to_int(); ++p) {  // matmul.py:26
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=256
            tile_a_half[r][p] = a[(((i * ROWS) + r) * k.to_int()) + p];  // matmul.py:27
          }
        }
      }  // matmul.py:28 release
    }
  }
}

// matmul.py:32 load_b
static void matmul_load_b(ap_uint<16> mb,
                          ap_uint<16> nb,
                          ap_uint<16> k,
                          ap_int<8>* b,
                          hls::stream_of_blocks<tile_b_block_t>& tile_b) {
#pragma HLS inline off
  loop_i: for (int i = 0; i < mb.to_int(); ++i) {  // matmul.py:39
#pragma HLS loop_tripcount min=1 max=65535
    loop_j: for (int j = 0; j < nb.to_int(); ++j) {  // matmul.py:40
#pragma HLS loop_tripcount min=1 max=65535
      {  // matmul.py:41 acquire
        hls::write_lock<tile_b_block_t> tile_b_half(tile_b);
        loop_p: for (int p = 0; p < k.to_int(); ++p) {  // matmul.py:42
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=256
          for (int q = 0; q < COLS; ++q) {  // matmul.py:43
#pragma HLS unroll
            tile_b_half[p][q] = b[(((p * nb.to_int()) + j) * COLS) + q];  // matmul.py:44
          }
        }
      }  // matmul.py:45 release
    }
  }
}

// matmul.py:49 compute
static void matmul_compute(ap_uint<16> mb,
                           ap_uint<16> nb,
                           ap_uint<16> k,
                           hls::stream_of_blocks<tile_a_block_t>& tile_a,
                           hls::stream_of_blocks<tile_b_block_t>& tile_b,
                           ap_int<32>* c) {
#pragma HLS inline off
  ap_int<32> acc[8];  // matmul.py:57
#pragma HLS array_partition variable=acc type=complete dim=0
  for (int init = 0; init < 8; ++init) {
#pragma HLS unroll
    acc[init] = 0;  // matmul.py:57
  }
  loop_i: for (int i = 0; i < mb.to_int(); ++i) {  // matmul.py:58
#pragma HLS loop_tripcount min=1 max=65535
    loop_j: for (int j = 0; j < nb.to_int(); ++j) {  // matmul.py:59
#pragma HLS loop_tripcount min=1 max=65535
      {  // matmul.py:60 acquire
        hls::read_lock<tile_a_block_t> tile_a_half(tile_a);
        {  // matmul.py:61 acquire
          hls::read_lock<tile_b_block_t> tile_b_half(tile_b);
          loop_r: for (int r = 0; r < ROWS; ++r) {  // matmul.py:62
            loop_p: for (int p = 0; p < k.to_int(); ++p) {  // matmul.py:63
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=256
              for (int q = 0; q < COLS; ++q) {  // matmul.py:64
#pragma HLS unroll
                ap_int<32> old = (p > 0) ? ap_int<32>(acc[q]) : ap_int<32>(0);  // matmul.py:65
                acc[q] = ap_int<32>(old + (tile_a_half[r][p] * tile_b_half[p][q]));  // matmul.py:66
              }
            }
            loop_o: for (int o = 0; o < 4; ++o) {  // matmul.py:67
#pragma HLS pipeline II=1
              for (int h = 0; h < 2; ++h) {  // matmul.py:68
#pragma HLS unroll
                c[(((((long long)((i * ROWS) + r) * nb.to_int()) + j) * COLS) + (o * 2)) + h] = acc[(o * 2) + h];  // matmul.py:69
              }
            }
          }
        }  // matmul.py:70 release
      }  // matmul.py:71 release
    }
  }
}

void matmul(ap_uint<16> mb,
            ap_uint<16> nb,
            ap_uint<16> k,
            ap_int<8>* a,
            ap_int<8>* b,
            ap_int<32>* c) {
#pragma HLS interface s_axilite port=mb bundle=control offset=0x10
#pragma HLS interface s_axilite port=nb bundle=control offset=0x18
#pragma HLS interface s_axilite port=k bundle=control offset=0x20
#pragma HLS interface m_axi port=a bundle=gmem0 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=a bundle=control offset=0x28
#pragma HLS interface m_axi port=b bundle=gmem1 offset=slave max_widen_bitwidth=64 max_read_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=b bundle=control offset=0x34
#pragma HLS interface m_axi port=c bundle=gmem1 offset=slave max_widen_bitwidth=64 max_write_burst_length=64 depth=65536
#pragma HLS interface s_axilite port=c bundle=control offset=0x40
#pragma HLS interface s_axilite port=return bundle=control
#pragma HLS dataflow
  hls::stream_of_blocks<tile_a_block_t> tile_a;
  hls::stream_of_blocks<tile_b_block_t> tile_b;
#pragma HLS array_partition variable=tile_b type=complete dim=2
  matmul_load_a(mb, nb, k, a, tile_a);
  matmul_load_b(mb, nb, k, b, tile_b);
  matmul_compute(mb, nb, k, tile_a, tile_b, c);
}
