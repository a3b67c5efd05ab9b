// Kernel window: its top function.
#ifndef WINDOW_H
#define WINDOW_H

#include "hwpipe_hls.h"

extern "C" {
void window(ap_uint<10> blocks,
            ap_uint<10> bands,
            ap_uint<12> tall,
            ap_uint<12> step,
            ap_uint<12> h,
            ap_uint<12> w,
            ap_uint<6> top,
            ap_uint<8> fill,
            ap_uint<28> x_block,
            ap_uint<28> x_band,
            ap_uint<28> x_row,
            ap_uint<28> x_top,
            ap_uint<8>* x,
            ap_uint<10> k_beats,
            ap_uint<24> k_block,
            ap_uint<8>* k,
            ap_uint<12> rows,
            ap_uint<12> oh,
            ap_uint<12> pairs,
            ap_uint<8> kh,
            ap_uint<8> kw,
            ap_uint<8> span,
            ap_uint<16> t_row,
            ap_uint<16> t_ky,
            ap_uint<8> t_pair,
            ap_uint<6> t_next,
            ap_uint<6> t_kx,
            ap_uint<6> left,
            ap_uint<1> split,
            ap_uint<1> unit,
            ap_uint<1> largest,
            ap_uint<12> y_rows,
            ap_uint<12> ow,
            ap_uint<6> shift,
            ap_uint<40> tie,
            ap_int<48> below,
            ap_int<48> above,
            ap_int<8> zero,
            ap_int<8> low,
            ap_int<8> high,
            ap_uint<28> y_block,
            ap_uint<28> y_row,
            ap_int<8>* y);
}

#endif
