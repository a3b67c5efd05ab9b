// A clock that stands still while nothing is to be done.
//
// `enable` comes from registers of `clk`; a cycle's edge passes if it is high in the cycle that
// the edge ends. Tools that know no clock buffer get the clock itself: modules behind a gate keep
// their state while they have nothing to do, so that only power differs.
`default_nettype none

module hwp_clock_gate (
    input  wire clk,
    input  wire enable,
    output wire gated
);

`ifdef HWP_XILINX
  BUFGCE u_buffer (.I(clk), .CE(enable), .O(gated));
`else
`ifdef SYNTHESIS
  wire unused_enable = enable;
  assign gated = clk;
`else
  // As the buffer does: the enable is taken while the clock is low, so that no pulse is short.
  logic enable_reg;
  always_ff @(negedge clk) enable_reg <= enable;
  assign gated = clk & enable_reg;
`endif
`endif

endmodule

`default_nettype wire
