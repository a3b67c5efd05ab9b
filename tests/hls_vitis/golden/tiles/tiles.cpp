// Kernel tiles: Vitis HLS C++ made by hwpipe from tiles.py.
#include "tiles.h"
#include "hls_streamofblocks.h"

static const int T = 8;

typedef ap_int<8> left_block_t[8][8];
typedef ap_int<8> right_block_t[8];

// tiles.py:9 load
static void tiles_load(ap_uint<8> n,
                       ap_int<8>* a,
                       hls::stream_of_blocks<left_block_t>& left) {
#pragma HLS inline off
  loop_b: for (int b = 0; b < n.to_int(); ++b) {  // tiles.py:10
#pragma HLS loop_tripcount min=1 max=16
    {  // tiles.py:11 acquire
      hls::write_lock<left_block_t> left_half(left);
      loop_y: for (int y = 0; y < T; ++y) {  // tiles.py:12
        loop_x_o: for (int x_o = 0; x_o < 2; ++x_o) {  // tiles.py:13
          loop_x_i: for (int x_i = 0; x_i < 4; ++x_i) {  // tiles.py:13
#pragma HLS pipeline II=1
            const int x = (0 + (x_o * 4)) + x_i;  // tiles.py:13
            left_half[y][x] = a[(((b * T) + y) * T) + x];  // tiles.py:14
          }
        }
      }
    }  // tiles.py:15 release
  }
}

// tiles.py:19 weigh
static void tiles_weigh(ap_uint<8> n,
                        ap_int<8>* w,
                        hls::stream_of_blocks<right_block_t>& right) {
#pragma HLS inline off
  loop_b: for (int b = 0; b < n.to_int(); ++b) {  // tiles.py:20
#pragma HLS loop_tripcount min=1 max=16
    {  // tiles.py:21 acquire
      hls::write_lock<right_block_t> right_half(right);
      loop_x: for (int x = 0; x < T; ++x) {  // tiles.py:22
#pragma HLS pipeline II=1
        right_half[x] = w[(b * T) + x];  // tiles.py:23
      }
    }  // tiles.py:24 release
  }
}

// tiles.py:28 work
static void tiles_work(ap_uint<8> n,
                       hls::stream_of_blocks<left_block_t>& left,
                       hls::stream_of_blocks<right_block_t>& right,
                       ap_int<32>* o) {
#pragma HLS inline off
  ap_int<20> part[8];  // tiles.py:29
#pragma HLS bind_storage variable=part type=ram_2p impl=lutram
  loop_b: for (int b = 0; b < n.to_int(); ++b) {  // tiles.py:30
#pragma HLS loop_tripcount min=1 max=16
    {  // tiles.py:31 acquire
      hls::read_lock<left_block_t> left_half(left);
      {  // tiles.py:32 acquire
        hls::read_lock<right_block_t> right_half(right);
        loop_y: for (int y = 0; y < T; ++y) {  // tiles.py:33
          loop_x: for (int x = 0; x < T; ++x) {  // tiles.py:34
#pragma HLS pipeline II=4
            ap_int<20> old = (x > 0) ? ap_int<20>(part[y]) : ap_int<20>(0);  // tiles.py:35
            part[y] = ap_int<20>(old + (left_half[y][x] * right_half[x]));  // tiles.py:36
          }
        }
        loop_y_2: for (int y_2 = 0; y_2 < T; ++y_2) {  // tiles.py:37
#pragma HLS pipeline II=4
          o[(b * T) + y_2] = part[y_2];  // tiles.py:38
        }
      }  // tiles.py:39 release
    }  // tiles.py:40 release
  }
}

void tiles(ap_uint<8> n,
           ap_int<8>* a,
           ap_int<8>* w,
           ap_int<32>* o) {
#pragma HLS interface s_axilite port=n bundle=control offset=0x10
#pragma HLS interface m_axi port=a bundle=in offset=slave max_widen_bitwidth=32 max_read_burst_length=16 depth=65536
#pragma HLS interface s_axilite port=a bundle=control offset=0x18
// Another process uses in to read; Vitis HLS takes one each way.
#pragma HLS interface m_axi port=w bundle=in_w offset=slave max_widen_bitwidth=32 max_read_burst_length=16 depth=65536
#pragma HLS interface s_axilite port=w bundle=control offset=0x24
#pragma HLS interface m_axi port=o bundle=out offset=slave max_widen_bitwidth=32 max_write_burst_length=8 depth=65536
#pragma HLS interface s_axilite port=o bundle=control offset=0x30
#pragma HLS interface s_axilite port=return bundle=control
#pragma HLS dataflow
  hls::stream_of_blocks<left_block_t, 3> left;
#pragma HLS array_partition variable=left type=cyclic factor=2 dim=2
#pragma HLS bind_storage variable=left type=ram_2p impl=bram
  hls::stream_of_blocks<right_block_t> right;
  tiles_load(n, a, left);
  tiles_weigh(n, w, right);
  tiles_work(n, left, right, o);
}
