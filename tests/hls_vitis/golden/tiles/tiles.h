// Kernel tiles: its top function.
#ifndef TILES_H
#define TILES_H

#include "hwpipe_hls.h"

extern "C" {
void tiles(ap_uint<8> n,
           ap_int<8>* a,
           ap_int<8>* w,
           ap_int<32>* o);
}

#endif
