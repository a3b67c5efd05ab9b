// Kernel crc32: Vitis HLS C++ made by hwpipe from crc32.py.
#include "crc32.h"

static const ap_uint<32> EFFECT[8] = {1996959894, ap_uint<32>(3993919788LL), 124634137, 249268274, 498536548, 997073096, 1994146192, ap_uint<32>(3988292384LL)};

// crc32.py:15 crc32
static void crc32_crc32(ap_uint<16> packets,
                        ap_uint<16> length,
                        hls::stream<ap_uint<8> >& x,
                        hls::stream<ap_uint<32> >& y) {
#pragma HLS inline off
  ap_uint<32> crc = 0;  // crc32.py:16
  loop__p_: for (int _p = 0; _p < packets.to_int(); ++_p) {  // crc32.py:17
#pragma HLS loop_tripcount min=1 max=65535
    loop_t: for (int t = 0; t < length.to_int(); ++t) {  // crc32.py:18
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=65535
      const ap_uint<8> x_item = x.read();  // crc32.py:19
      ap_uint<32> now = ((t == 0) ? ap_uint<32>(ap_uint<32>(4294967295LL)) : ap_uint<32>(crc)) ^ x_item;  // crc32.py:19
      ap_uint<32> e[8];  // crc32.py:20
#pragma HLS array_partition variable=e type=complete dim=0
      for (int k = 0; k < 8; ++k) {
#pragma HLS unroll
        if (((ap_uint<32>(now) >> k) & 1) != 0) {
          e[k] = EFFECT[k];
        }
        else {
          e[k] = 0;
        }
      }
      ap_uint<32> folded = ((e[0] ^ e[1]) ^ (e[2] ^ e[3])) ^ ((e[4] ^ e[5]) ^ (e[6] ^ e[7]));  // crc32.py:21
      crc = ap_uint<32>((ap_uint<32>(now) >> 8) ^ folded);  // crc32.py:22
      if (ap_uint<16>(t) == (length - 1)) {  // crc32.py:23
        y.write(ap_uint<32>(crc ^ ap_uint<32>(4294967295LL)));  // crc32.py:24
      }
    }
  }
}

void crc32(ap_uint<16> packets,
           ap_uint<16> length,
           hls::stream<ap_uint<8> >& x,
           hls::stream<ap_uint<32> >& y) {
#pragma HLS interface s_axilite port=packets bundle=control offset=0x10
#pragma HLS interface s_axilite port=length bundle=control offset=0x18
#pragma HLS interface axis port=x
#pragma HLS interface axis port=y
#pragma HLS interface s_axilite port=return bundle=control
  crc32_crc32(packets, length, x, y);
}
