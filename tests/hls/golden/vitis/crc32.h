// Kernel crc32: its top function.
#ifndef CRC32_H
#define CRC32_H

#include "hwpipe_hls.h"

extern "C" {
void crc32(ap_uint<16> packets,
           ap_uint<16> length,
           hls::stream<ap_uint<8> >& x,
           hls::stream<ap_uint<32> >& y);
}

#endif
