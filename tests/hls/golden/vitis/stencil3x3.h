// Kernel stencil3x3: its top function.
#ifndef STENCIL3X3_H
#define STENCIL3X3_H

#include "hwpipe_hls.h"

extern "C" {
void stencil3x3(ap_uint<12> height,
                ap_uint<12> width,
                hls::stream<ap_uint<8> >& x,
                hls::stream<ap_uint<8> >& y);
}

#endif
