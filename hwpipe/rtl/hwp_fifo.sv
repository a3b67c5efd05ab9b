// First-word-fall-through FIFO for one clock.
//
// A word is visible at the output 1 cycle after it was written (2 cycles above BLOCK_BITS, where
// the store is a block RAM with a registered output). Full rate on both sides at DEPTH >= 2
// (DEPTH >= 3 for block RAM). `in_ready` and `out_valid` come from registers. The block RAM
// variant may hold one word more than DEPTH: the one that waits in the output register.
`default_nettype none

module hwp_fifo #(
    parameter WIDTH      = 8,    // bits of a word
    parameter DEPTH      = 16,   // words that fit without a read, at least 1, any number
    parameter BLOCK_BITS = 2048  // stores of more bits than this go to block RAM
) (
    input  wire                       clk,
    input  wire                       rst,        // synchronous, active high

    input  wire                       in_valid,
    output wire                       in_ready,
    input  wire [WIDTH-1:0]           in_data,

    output wire                       out_valid,
    input  wire                       out_ready,
    output wire [WIDTH-1:0]           out_data,

    output wire [$clog2(DEPTH+2)-1:0] count       // words held, the output register included
);

  localparam PTR_W = DEPTH > 1 ? $clog2(DEPTH) : 1;
  localparam CNT_W = $clog2(DEPTH + 2);
  localparam [PTR_W-1:0] LAST = PTR_W'(DEPTH - 1);
  localparam [CNT_W-1:0] FULL = CNT_W'(DEPTH);

  logic [PTR_W-1:0] wr_ptr_reg, rd_ptr_reg;
  logic [CNT_W-1:0] stored_reg;  // words in the store
  logic             full_reg;    // stored_reg == DEPTH, kept apart so that in_ready is a register
  logic             some_reg;    // stored_reg != 0

  wire push = in_valid && in_ready;
  wire pop;

  assign in_ready = !full_reg;

  always_ff @(posedge clk) begin
    if (push) wr_ptr_reg <= wr_ptr_reg == LAST ? {PTR_W{1'b0}} : wr_ptr_reg + 1'b1;
    if (pop) rd_ptr_reg <= rd_ptr_reg == LAST ? {PTR_W{1'b0}} : rd_ptr_reg + 1'b1;
    if (push && !pop) begin
      stored_reg <= stored_reg + 1'b1;
      full_reg   <= stored_reg == FULL - 1'b1;
      some_reg   <= 1'b1;
    end else if (pop && !push) begin
      stored_reg <= stored_reg - 1'b1;
      full_reg   <= 1'b0;
      some_reg   <= stored_reg != 1;
    end
    if (rst) begin
      wr_ptr_reg <= {PTR_W{1'b0}};
      rd_ptr_reg <= {PTR_W{1'b0}};
      stored_reg <= {CNT_W{1'b0}};
      full_reg   <= 1'b0;
      some_reg   <= 1'b0;
    end
  end

  generate
    if (WIDTH * DEPTH > BLOCK_BITS) begin : g_block
      (* ram_style = "block" *) logic [WIDTH-1:0] mem [0:DEPTH-1];
      logic [WIDTH-1:0] out_data_reg;
      logic             out_valid_reg;

      assign pop       = some_reg && (!out_valid_reg || out_ready);
      assign out_valid = out_valid_reg;
      assign out_data  = out_data_reg;
      assign count     = stored_reg + {{(CNT_W - 1) {1'b0}}, out_valid_reg};

      // A word is never read in the cycle in which it is written: pop needs stored_reg > 0.
      always_ff @(posedge clk) begin
        if (push) mem[wr_ptr_reg] <= in_data;
      end
      always_ff @(posedge clk) begin
        if (pop) out_data_reg <= mem[rd_ptr_reg];
      end
      always_ff @(posedge clk) begin
        if (pop) out_valid_reg <= 1'b1;
        else if (out_ready) out_valid_reg <= 1'b0;
        if (rst) out_valid_reg <= 1'b0;
      end
    end else begin : g_distributed
      (* ram_style = "distributed" *) logic [WIDTH-1:0] mem [0:DEPTH-1];

      assign pop       = some_reg && out_ready;
      assign out_valid = some_reg;
      assign out_data  = mem[rd_ptr_reg];
      assign count     = stored_reg;

      always_ff @(posedge clk) begin
        if (push) mem[wr_ptr_reg] <= in_data;
      end
    end
  endgenerate

endmodule

`default_nettype wire
