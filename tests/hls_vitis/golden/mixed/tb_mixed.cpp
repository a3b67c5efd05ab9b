// C simulation of kernel mixed: tb_mixed CASE_FOLDER
#include "mixed.h"
#include "hwpipe_tb.h"

int main(int argc, char** argv) {
  hwpipe::Case data(argc > 1 ? argv[1] : "case");
  const ap_uint<12> n = data.scalar<ap_uint<12> >("n");
  hls::stream<ap_uint<32> > a("a");
  hwpipe::feed(a, data.array<ap_uint<32> >("a"));
  std::vector<ap_int<32> > out = data.array<ap_int<32> >("out");
  hls::stream<ap_int<128> > wide("wide");
  mixed(n, a, out.data(), wide);
  data.leftover("a", hwpipe::drain(a).size());
  data.check("out", out);
  data.check("wide", hwpipe::drain(wide));
  return data.result();
}
