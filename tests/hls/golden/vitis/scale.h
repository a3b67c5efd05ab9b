// Kernel scale: its top function.
#ifndef SCALE_H
#define SCALE_H

#include "hwpipe_hls.h"

extern "C" {
void scale(ap_uint<24> n,
           ap_uint<16> factor,
           ap_uint<5> shift,
           ap_int<8>* x,
           ap_int<8>* y);
}

#endif
