// A stream kernel without control registers, written by hand, to test benches with: each output
// beat is the input beat plus 1; TLAST passes through.
`default_nettype none

module bench_axis (
    input  wire        ap_clk,
    input  wire        ap_rst_n,
    input  wire [31:0] x_TDATA,
    input  wire        x_TLAST,
    input  wire        x_TVALID,
    output wire        x_TREADY,
    output wire [31:0] y_TDATA,
    output wire        y_TLAST,
    output wire        y_TVALID,
    input  wire        y_TREADY
);

  logic rst;
  always_ff @(posedge ap_clk) rst <= !ap_rst_n;

  wire [31:0] next = x_TDATA + 32'd1;

  hwp_skid #(.WIDTH(33)) u_skid (
      .clk(ap_clk), .rst(rst),
      .in_valid(x_TVALID), .in_ready(x_TREADY), .in_data({x_TLAST, next}),
      .out_valid(y_TVALID), .out_ready(y_TREADY), .out_data({y_TLAST, y_TDATA})
  );

endmodule

`default_nettype wire
