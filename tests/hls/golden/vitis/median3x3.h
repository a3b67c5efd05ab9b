// Kernel median3x3: its top function.
#ifndef MEDIAN3X3_H
#define MEDIAN3X3_H

#include "hwpipe_hls.h"

extern "C" {
void median3x3(ap_uint<12> height,
               ap_uint<12> width,
               hls::stream<ap_uint<8> >& x,
               hls::stream<ap_uint<8> >& y);
}

#endif
