// Kernel softmax: its top function.
#ifndef SOFTMAX_H
#define SOFTMAX_H

#include "hwpipe_hls.h"

extern "C" {
void softmax(ap_uint<16> rows,
             ap_uint<8> cols,
             hls::stream<ap_int<8> >& x,
             hls::stream<ap_uint<8> >& y);
}

#endif
