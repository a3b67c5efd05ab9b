// Process scale_x_rd_addr of scale.py, line 12: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module scale_scale_x_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [63:0] arg_x,
    input  wire [23:0] arg_n,
    output wire [95:0] x_rd_req_data,
    output wire x_rd_req_valid,
    input  wire x_rd_req_room
);

  logic running;
  wire issue;

  wire signed [64:0] scalar_90 = $signed({1'b0, arg_x});
  wire signed [24:0] scalar_1 = $signed({1'b0, arg_n});
  wire signed [88:0] shl_91 = scalar_1 <<< 64;  // scale.py:12
  wire signed [88:0] add_92 = scalar_90 + shl_91;  // scale.py:12
  wire signed [3:0] and_94 = scalar_90 & 4'sd7;  // scale.py:12
  wire eq_95 = and_94 == 2'sd0;  // scale.py:12
  wire x_rd_req_put0 = issue && 1'b1;
  wire [95:0] x_rd_req_put0_0 = add_92;
  assign x_rd_req_valid = x_rd_req_put0;
  assign x_rd_req_data = {x_rd_req_put0_0};
  wire wait_put_x_rd_req = (1'b1) && !x_rd_req_room;
  wire wrap_0 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_x_rd_req;

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
    if (issue && 1'b1 && !(eq_95)) $error("scale.py:12: x[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire
