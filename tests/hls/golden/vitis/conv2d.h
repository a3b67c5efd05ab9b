// Kernel conv2d: its top function.
#ifndef CONV2D_H
#define CONV2D_H

#include "hwpipe_hls.h"

extern "C" {
void conv2d(ap_uint<10> groups,
            ap_uint<10> blocks,
            ap_uint<10> tiles_y,
            ap_uint<10> tiles_x,
            ap_uint<10> tiles_in,
            ap_uint<12> rows,
            ap_uint<12> cols,
            ap_uint<28> x_group,
            ap_uint<28> x_in,
            ap_uint<28> x_tile_y,
            ap_uint<28> x_tile_x,
            ap_uint<28> x_row,
            ap_int<8>* x,
            ap_uint<20> w_blocks,
            ap_uint<20> tiles,
            ap_uint<24> w_beats,
            ap_int<8>* w,
            ap_uint<16> p_beats,
            ap_int<32>* p,
            ap_uint<28> rounds,
            ap_uint<10> block,
            ap_uint<4> kh,
            ap_uint<4> kw,
            ap_uint<12> th,
            ap_uint<12> tw,
            ap_uint<12> pass_pixels,
            ap_uint<12> t_row,
            ap_uint<3> t_col,
            ap_uint<12> t_ky,
            ap_uint<12> t_kx,
            ap_uint<10> tiles_out,
            ap_uint<12> oh,
            ap_uint<24> ow,
            ap_int<8> zero,
            ap_int<8> low,
            ap_int<8> high,
            ap_uint<10> y_tiles_y,
            ap_uint<10> y_tiles_x,
            ap_uint<12> y_th,
            ap_uint<12> y_tw,
            ap_uint<12> y_oh,
            ap_uint<24> y_ow,
            ap_uint<28> y_group,
            ap_uint<28> y_block,
            ap_uint<28> y_out,
            ap_uint<28> y_tile_y,
            ap_uint<28> y_tile_x,
            ap_uint<28> y_row,
            ap_int<8>* y);
}

#endif
