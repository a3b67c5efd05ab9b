// Fair choice among N requests: the first one after the last that was taken.
//
// A request that stays up is taken after at most N - 1 others.
`default_nettype none

module hwp_round_robin #(
    parameter N = 2  // requests, at least 2
) (
    input  wire                 clk,
    input  wire                 rst,      // synchronous, active high
    input  wire [N-1:0]         request,
    input  wire                 take,     // the choice is used in this cycle
    output wire                 any,      // there is a request
    output wire [$clog2(N)-1:0] pick      // the chosen request, 0 if there is none
);

  localparam IDX_W = $clog2(N);

  logic [IDX_W-1:0] last_reg;
  logic [IDX_W-1:0] choice;

  assign any  = |request;
  assign pick = choice;

  integer i;
  always_comb begin
    choice = {IDX_W{1'b0}};
    for (i = N - 1; i >= 0; i = i - 1) if (request[i]) choice = IDX_W'(i);
    for (i = N - 1; i >= 0; i = i - 1)
      if (request[i] && IDX_W'(i) > last_reg) choice = IDX_W'(i);
  end

  always_ff @(posedge clk) begin
    if (take) last_reg <= choice;
    if (rst) last_reg <= {IDX_W{1'b0}};
  end

endmodule

`default_nettype wire
