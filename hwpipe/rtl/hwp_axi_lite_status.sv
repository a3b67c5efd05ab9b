// Words that only the hardware writes, on the read channel of `hwp_axi_lite_ctrl`.
//
// It stands beside the control module and puts status words in the place of what that reads at
// their addresses (0: it has no register there). Word k is byte address FIRST + 4 k.
`default_nettype none

module hwp_axi_lite_status #(
    parameter ADDR_W = 7,       // bits of the byte address
    parameter FIRST  = 'h40,    // byte address of the first word
    parameter WORDS  = 16       // FIRST + 4 * WORDS is at most 2^ADDR_W
) (
    input  wire                clk,

    input  wire [ADDR_W-1:0]   araddr,   // the read channel, as the master and the module see it
    input  wire                arvalid,
    input  wire                arready,
    input  wire [31:0]         rdata_in, // of `hwp_axi_lite_ctrl`
    output wire [31:0]         rdata,    // to the master
    input  wire [32*WORDS-1:0] status
);

  localparam INDEX_W = $clog2(WORDS);

  logic              mine_reg;
  logic [31:0]       word_reg;
  wire [ADDR_W-1:0]  offset = araddr - ADDR_W'(FIRST);
  wire [INDEX_W-1:0] index = offset[INDEX_W+1:2];
  wire               unused_bits = &{1'b0, offset};

  assign rdata = mine_reg ? word_reg : rdata_in;

  always_ff @(posedge clk)
    if (arvalid && arready) begin
      mine_reg <= araddr >= ADDR_W'(FIRST) && offset[ADDR_W-1:2] < (ADDR_W-2)'(WORDS);
      word_reg <= status[32*index+:32];
    end

endmodule

`default_nettype wire
