// Kernel elementwise: its top function.
#ifndef ELEMENTWISE_H
#define ELEMENTWISE_H

#include "hwpipe_hls.h"

extern "C" {
void elementwise(ap_uint<10> blocks,
                 ap_uint<12> rows,
                 ap_uint<24> a_beats,
                 ap_uint<3> up_y,
                 ap_uint<28> a_block,
                 ap_uint<28> a_row,
                 ap_int<8>* a,
                 ap_uint<24> b_beats,
                 ap_uint<1> pair,
                 ap_uint<28> b_block,
                 ap_uint<28> b_row,
                 ap_int<8>* b,
                 ap_uint<28> pixels,
                 ap_uint<3> up_x,
                 ap_uint<28> beats,
                 ap_uint<17> ka,
                 ap_uint<17> ka_low,
                 ap_uint<17> kb,
                 ap_int<8> pivot,
                 ap_int<38> offset,
                 ap_uint<5> shift,
                 ap_uint<28> tie,
                 ap_int<38> below,
                 ap_int<38> above,
                 ap_int<8> zero,
                 ap_int<8> low,
                 ap_int<8> high,
                 ap_uint<24> y_beats,
                 ap_uint<28> y_block,
                 ap_uint<28> y_step,
                 ap_uint<28> y_row,
                 ap_int<8>* y);
}

#endif
