// Kernel argmax: its top function.
#ifndef ARGMAX_H
#define ARGMAX_H

#include "hwpipe_hls.h"

extern "C" {
void argmax(ap_uint<16> rows,
            ap_uint<16> blocks,
            ap_int<8>* x,
            ap_int<32>* index);
}

#endif
