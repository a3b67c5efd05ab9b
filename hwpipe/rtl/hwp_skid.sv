// Skid buffer: one stage that registers valid, ready and data of a stream at full rate.
//
// Cuts every combinational path between the two sides. Latency 1 cycle, capacity 2. Takes nothing
// during reset, so it is the stage to put at the border of a kernel that registers its reset.
`default_nettype none

module hwp_skid #(
    parameter WIDTH = 8  // bits of the payload
) (
    input  wire             clk,
    input  wire             rst,        // synchronous, active high

    input  wire             in_valid,
    output wire             in_ready,
    input  wire [WIDTH-1:0] in_data,

    output wire             out_valid,
    input  wire             out_ready,
    output wire [WIDTH-1:0] out_data
);

  logic             full_reg;   // the main register holds a word
  logic [WIDTH-1:0] main_reg;
  logic             spill_reg;  // the spill register holds a word that came while stalled
  logic [WIDTH-1:0] spill_data_reg;

  assign in_ready  = !spill_reg && !rst;
  assign out_valid = full_reg;
  assign out_data  = main_reg;

  wire take = in_valid && in_ready;
  wire free = !full_reg || out_ready;

  always_ff @(posedge clk) begin
    if (free) begin
      full_reg  <= spill_reg || take;
      main_reg  <= spill_reg ? spill_data_reg : in_data;
      spill_reg <= 1'b0;
    end else if (take) begin
      spill_reg      <= 1'b1;
      spill_data_reg <= in_data;
    end
    if (rst) begin
      full_reg  <= 1'b0;
      spill_reg <= 1'b0;
    end
  end

endmodule

`default_nettype wire
