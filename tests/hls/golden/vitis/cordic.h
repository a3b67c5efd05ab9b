// Kernel cordic: its top function.
#ifndef CORDIC_H
#define CORDIC_H

#include "hwpipe_hls.h"

extern "C" {
void cordic(ap_uint<16> n,
            hls::stream<ap_uint<16> >& angle,
            hls::stream<ap_uint<32> >& out);
}

#endif
