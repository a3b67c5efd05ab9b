// Kernel matmul: its top function.
#ifndef MATMUL_H
#define MATMUL_H

#include "hwpipe_hls.h"

extern "C" {
void matmul(ap_uint<16> mb,
            ap_uint<16> nb,
            ap_uint<16> k,
            ap_int<8>* a,
            ap_int<8>* b,
            ap_int<32>* c);
}

#endif
