// Kernel sort8: its top function.
#ifndef SORT8_H
#define SORT8_H

#include "hwpipe_hls.h"

extern "C" {
void sort8(ap_uint<16> n,
           hls::stream<ap_uint<128> >& x,
           hls::stream<ap_uint<128> >& y);
}

#endif
