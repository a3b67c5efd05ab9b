// Kernel depthwise: its top function.
#ifndef DEPTHWISE_H
#define DEPTHWISE_H

#include "hwpipe_hls.h"

extern "C" {
void depthwise(ap_uint<16> blocks,
               ap_uint<10> bands,
               ap_uint<10> tall,
               ap_uint<10> step,
               ap_uint<10> h,
               ap_uint<10> w,
               ap_uint<3> pad,
               ap_int<8>* x,
               ap_uint<4> kernel,
               ap_int<8>* k,
               ap_uint<10> rows,
               ap_uint<10> oh,
               ap_uint<10> ow,
               ap_uint<3> stride,
               ap_uint<24> pixels,
               ap_int<32>* z);
}

#endif
