// Kernel conv_weight_grad: its top function.
#ifndef CONV_WEIGHT_GRAD_H
#define CONV_WEIGHT_GRAD_H

#include "hwpipe_hls.h"

extern "C" {
void conv_weight_grad(ap_uint<10> fo,
                      ap_uint<10> ci,
                      ap_uint<8> images,
                      ap_uint<8> bands,
                      ap_uint<10> tall,
                      ap_uint<10> step,
                      ap_uint<10> h,
                      ap_uint<10> w,
                      ap_uint<3> pad,
                      ap_int<8>* x,
                      ap_uint<10> rows,
                      ap_uint<10> oh,
                      ap_uint<10> ow,
                      ap_int<8>* dy,
                      ap_uint<24> tiles,
                      ap_uint<4> kernel,
                      ap_uint<3> stride,
                      ap_uint<24> pairs,
                      ap_uint<24> parts,
                      ap_uint<24> words,
                      ap_int<32>* dw);
}

#endif
