// Kernel mixed: its top function.
#ifndef MIXED_H
#define MIXED_H

#include "hwpipe_hls.h"

extern "C" {
void mixed(ap_uint<12> n,
           hls::stream<ap_uint<32> >& a,
           ap_int<32>* out,
           hls::stream<ap_int<128> >& wide);
}

#endif
