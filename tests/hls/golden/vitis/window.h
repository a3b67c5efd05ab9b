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
            ap_int<8> fill,
            ap_uint<28> x_block,
            ap_uint<28> x_row,
            ap_int<8>* x,
            ap_uint<10> tap_beats,
            ap_uint<1> unit,
            ap_int<8>* k,
            ap_int<32>* p,
            ap_uint<24> pixels,
            ap_uint<1> by_pixel,
            ap_int<32>* m,
            ap_uint<12> rows,
            ap_uint<12> oh,
            ap_uint<12> ow,
            ap_uint<8> kh,
            ap_uint<8> kw,
            ap_uint<6> dy,
            ap_uint<6> dx,
            ap_uint<6> stride_y,
            ap_uint<6> stride_x,
            ap_uint<6> left,
            ap_uint<1> largest,
            ap_int<48> before,
            ap_uint<40> half,
            ap_uint<6> guard,
            ap_uint<6> shift,
            ap_uint<40> middle,
            ap_uint<40> mask,
            ap_int<8> zero,
            ap_int<8> low,
            ap_int<8> high,
            ap_uint<28> y_block,
            ap_uint<28> y_row,
            ap_int<8>* y);
}

#endif
