// Splits a request (byte address, beats) into AXI4 bursts, one a cycle.
//
// Bursts end at multiples of MAX_BURST beats of address space. MAX_BURST beats divide 4 KB, so
// no burst crosses a 4 KB boundary, and a request that is not aligned costs one burst more.
`default_nettype none

module hwp_axi_split #(
    parameter ADDR_W    = 64,  // bits of a byte address
    parameter DATA_W    = 64,  // bits of a beat: 8, 16, ... 1024
    parameter BEATS_W   = 32,  // bits of a request's number of beats
    parameter MAX_BURST = 64   // beats, a power of 2 from 2 to 256; MAX_BURST * DATA_W / 8 <= 4096
) (
    input  wire                         clk,
    input  wire                         rst,          // synchronous, active high

    input  wire                         req_valid,
    output wire                         req_ready,
    input  wire [ADDR_W-1:0]            req_addr,     // multiple of DATA_W / 8
    input  wire [BEATS_W-1:0]           req_beats,    // at least 1

    output wire                         burst_valid,
    input  wire                         burst_ready,
    output wire [ADDR_W-1:0]            burst_addr,
    output wire [$clog2(MAX_BURST):0]   burst_beats,  // 1 to MAX_BURST
    output wire                         busy          // a request or a burst is held
);

  localparam SIZE = $clog2(DATA_W / 8);
  localparam LOG = $clog2(MAX_BURST);
  localparam BURST_W = LOG + 1;
  localparam WORD_W = ADDR_W - SIZE;

  // The request that is being split; addresses count beats here.
  logic               have_reg;
  logic [WORD_W-1:0]  word_reg;
  logic [BEATS_W-1:0] left_reg;

  // The burst at the output.
  logic               valid_reg;
  logic [WORD_W-1:0]  burst_word_reg;
  logic [BURST_W-1:0] burst_beats_reg;

  wire [BURST_W-1:0] room = BURST_W'(MAX_BURST) - {1'b0, word_reg[LOG-1:0]};
  wire               final_burst = left_reg <= {{(BEATS_W - BURST_W) {1'b0}}, room};
  wire [BURST_W-1:0] beats = final_burst ? left_reg[BURST_W-1:0] : room;
  wire               step = have_reg && (!valid_reg || burst_ready);

  assign req_ready   = !have_reg || (step && final_burst);
  assign burst_valid = valid_reg;
  assign burst_beats = burst_beats_reg;
  assign busy        = have_reg || valid_reg;

  generate
    if (SIZE == 0) begin : g_byte
      assign burst_addr = burst_word_reg;
    end else begin : g_wide
      wire unused_low_bits = &{1'b0, req_addr[SIZE-1:0]};
      assign burst_addr = {burst_word_reg, {SIZE{1'b0}}};
    end
  endgenerate

  always_ff @(posedge clk) begin
    if (burst_ready) valid_reg <= 1'b0;
    if (step) begin
      valid_reg       <= 1'b1;
      burst_word_reg  <= word_reg;
      burst_beats_reg <= beats;
      have_reg        <= !final_burst;
      word_reg        <= word_reg + {{(WORD_W - BURST_W) {1'b0}}, room};
      left_reg        <= left_reg - {{(BEATS_W - BURST_W) {1'b0}}, room};
    end
    if (req_valid && req_ready) begin
      have_reg <= 1'b1;
      word_reg <= req_addr[ADDR_W-1:SIZE];
      left_reg <= req_beats;
    end
    if (rst) begin
      have_reg  <= 1'b0;
      valid_reg <= 1'b0;
    end
  end

endmodule

`default_nettype wire
