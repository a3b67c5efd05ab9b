// Kernel fir: its top function.
#ifndef FIR_H
#define FIR_H

#include "hwpipe_hls.h"

extern "C" {
void fir(ap_uint<20> n,
         hls::stream<ap_int<16> >& x,
         hls::stream<ap_int<40> >& y);
}

#endif
