// Kernel decimate: its top function.
#ifndef DECIMATE_H
#define DECIMATE_H

#include "hwpipe_hls.h"

extern "C" {
void decimate(ap_uint<16> n,
              hls::stream<ap_int<16> >& x,
              hls::stream<ap_int<16> >& y);
}

#endif
