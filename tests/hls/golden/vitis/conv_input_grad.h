// Kernel conv_input_grad: its top function.
#ifndef CONV_INPUT_GRAD_H
#define CONV_INPUT_GRAD_H

#include "hwpipe_hls.h"

extern "C" {
void conv_input_grad(ap_uint<10> ci,
                     ap_uint<10> fo,
                     ap_uint<3> phases,
                     ap_uint<10> bands,
                     ap_uint<10> rows,
                     ap_uint<10> tall,
                     ap_uint<4> top,
                     ap_uint<10> oh,
                     ap_uint<10> ow,
                     ap_int<8>* dy,
                     ap_uint<24> beats,
                     ap_int<8>* k,
                     ap_uint<10> cols,
                     ap_uint<4> q,
                     ap_uint<2> rem,
                     ap_uint<2> late,
                     ap_uint<4> reach,
                     ap_uint<24> pixels,
                     ap_int<32>* dx);
}

#endif
