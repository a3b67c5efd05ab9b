// Simple dual-port memory: one write port, one read port with a registered output.
//
// A read of the word that is written in the same cycle gives the old word.
`default_nettype none

module hwp_ram #(
    parameter WIDTH = 8,       // bits of a word
    parameter DEPTH = 16,      // words
    parameter ADDR_W = 4,      // bits of an address, at least clog2(DEPTH)
    parameter BLOCK = 1        // 1: block RAM, 0: distributed RAM
) (
    input  wire              clk,
    input  wire              we,
    input  wire [ADDR_W-1:0] waddr,
    input  wire [WIDTH-1:0]  wdata,
    input  wire [ADDR_W-1:0] raddr,
    output wire [WIDTH-1:0]  rdata      // one cycle after raddr
);

  logic [WIDTH-1:0] rdata_reg;
  assign rdata = rdata_reg;

  generate
    if (BLOCK != 0) begin : g_block
      (* ram_style = "block" *) logic [WIDTH-1:0] mem [0:DEPTH-1];
      always_ff @(posedge clk) begin
        if (we) mem[waddr] <= wdata;
      end
      always_ff @(posedge clk) rdata_reg <= mem[raddr];
    end else begin : g_distributed
      (* ram_style = "distributed" *) logic [WIDTH-1:0] mem [0:DEPTH-1];
      always_ff @(posedge clk) begin
        if (we) mem[waddr] <= wdata;
      end
      always_ff @(posedge clk) rdata_reg <= mem[raddr];
    end
  endgenerate

endmodule

`default_nettype wire
