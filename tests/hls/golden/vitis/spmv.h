// Kernel spmv: its top function.
#ifndef SPMV_H
#define SPMV_H

#include "hwpipe_hls.h"

extern "C" {
void spmv(ap_uint<12> n,
          ap_uint<24> entries,
          hls::stream<ap_int<8> >& v,
          hls::stream<ap_uint<10> >& column,
          hls::stream<ap_int<8> >& value,
          hls::stream<ap_uint<1> >& last,
          hls::stream<ap_int<32> >& y);
}

#endif
