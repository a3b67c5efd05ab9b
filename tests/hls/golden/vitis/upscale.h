// Kernel upscale: its top function.
#ifndef UPSCALE_H
#define UPSCALE_H

#include "hwpipe_hls.h"

extern "C" {
void upscale(ap_uint<11> height,
             ap_uint<11> width,
             hls::stream<ap_uint<8> >& x,
             hls::stream<ap_uint<8> >& y);
}

#endif
