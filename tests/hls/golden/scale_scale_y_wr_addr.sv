// Process scale_y_wr_addr of scale.py, line 12: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module scale_scale_y_wr_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_n,
    input  wire [63:0] arg_y,
    output wire [95:0] y_wr_req_data,
    output wire y_wr_req_valid,
    input  wire y_wr_req_room
);

  logic running;
  wire issue;

  wire signed [24:0] scalar_1 = $signed({1'b0, arg_n});
  wire signed [88:0] shl_91 = scalar_1 <<< 64;  // scale.py:12
  wire signed [64:0] scalar_105 = $signed({1'b0, arg_y});
  wire signed [88:0] add_106 = shl_91 + scalar_105;  // scale.py:12
  wire signed [3:0] and_108 = scalar_105 & 4'sd7;  // scale.py:12
  wire eq_109 = and_108 == 2'sd0;  // scale.py:12
  wire y_wr_req_put0 = issue && 1'b1;
  wire [95:0] y_wr_req_put0_0 = add_106;
  assign y_wr_req_valid = y_wr_req_put0;
  assign y_wr_req_data = {y_wr_req_put0_0};
  wire wait_put_y_wr_req = (1'b1) && !y_wr_req_room;
  wire wrap_0 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_y_wr_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_109)) $error("scale.py:12: y[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire
