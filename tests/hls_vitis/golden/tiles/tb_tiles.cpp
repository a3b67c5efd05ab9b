// C simulation of kernel tiles: tb_tiles CASE_FOLDER
#include "tiles.h"
#include "hwpipe_tb.h"

int main(int argc, char** argv) {
  hwpipe::Case data(argc > 1 ? argv[1] : "case");
  const ap_uint<8> n = data.scalar<ap_uint<8> >("n");
  std::vector<ap_int<8> > a = data.array<ap_int<8> >("a");
  std::vector<ap_int<8> > w = data.array<ap_int<8> >("w");
  std::vector<ap_int<32> > o = data.array<ap_int<32> >("o");
  tiles(n, a.data(), w.data(), o.data());
  data.check("o", o);
  return data.result();
}
