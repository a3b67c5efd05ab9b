// Kernel scan: its top function.
#ifndef SCAN_H
#define SCAN_H

#include "hwpipe_hls.h"

extern "C" {
void scan(ap_uint<20> n,
          ap_int<16>* x,
          ap_int<32>* y);
}

#endif
