// Kernel spmv: Vitis HLS C++ made by hwpipe from spmv.py.
#include "spmv.h"

static const int N = 1024;

// spmv.py:12 spmv
static void spmv_spmv(ap_uint<12> n,
                      ap_uint<24> entries,
                      hls::stream<ap_int<8> >& v,
                      hls::stream<ap_uint<10> >& column,
                      hls::stream<ap_int<8> >& value,
                      hls::stream<ap_uint<1> >& last,
                      hls::stream<ap_int<32> >& y) {
#pragma HLS inline off
  ap_int<8> dense[1024];  // spmv.py:16
  ap_int<32> acc = 0;  // spmv.py:17
  ap_uint<1> first = 1;  // spmv.py:18
  loop_z: for (int z = 0; z < N; ++z) {  // spmv.py:19
#pragma HLS pipeline II=1
    ap_int<8> choice;  // spmv.py:20
    if (ap_uint<10>(z) < n) {
      const ap_int<8> v_item = v.read();
      choice = v_item;
    } else {
      choice = 0;
    }
    dense[z] = choice;
  }
  loop__e_: for (int _e = 0; _e < entries.to_int(); ++_e) {  // spmv.py:21
#pragma HLS pipeline II=1
#pragma HLS loop_tripcount min=1 max=16777215
    const ap_uint<1> last_item = last.read();  // spmv.py:22
    ap_uint<1> end = last_item;  // spmv.py:22
    const ap_uint<10> column_item = column.read();  // spmv.py:23
    const ap_int<8> value_item = value.read();
    ap_int<33> total = ((first == 1) ? ap_int<32>(0) : ap_int<32>(acc)) + (dense[column_item.to_int()] * value_item);  // spmv.py:23
    acc = ap_int<32>(total);  // spmv.py:24
    first = ap_uint<1>(end);  // spmv.py:25
    if (end == 1) {  // spmv.py:26
      y.write(ap_int<32>(total));  // spmv.py:27
    }
  }
}

void spmv(ap_uint<12> n,
          ap_uint<24> entries,
          hls::stream<ap_int<8> >& v,
          hls::stream<ap_uint<10> >& column,
          hls::stream<ap_int<8> >& value,
          hls::stream<ap_uint<1> >& last,
          hls::stream<ap_int<32> >& y) {
#pragma HLS interface s_axilite port=n bundle=control offset=0x10
#pragma HLS interface s_axilite port=entries bundle=control offset=0x18
#pragma HLS interface axis port=v
#pragma HLS interface axis port=column
#pragma HLS interface axis port=value
#pragma HLS interface axis port=last
#pragma HLS interface axis port=y
#pragma HLS interface s_axilite port=return bundle=control
  spmv_spmv(n, entries, v, column, value, last, y);
}
