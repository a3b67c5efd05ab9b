// ---- stencil3x3.sv
// Kernel stencil3x3: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module stencil3x3 (
    input  wire ap_clk,
    input  wire ap_rst_n,
    input  wire [5:0] s_axi_control_AWADDR,
    input  wire s_axi_control_AWVALID,
    output wire s_axi_control_AWREADY,
    input  wire [31:0] s_axi_control_WDATA,
    input  wire [3:0] s_axi_control_WSTRB,
    input  wire s_axi_control_WVALID,
    output wire s_axi_control_WREADY,
    output wire [1:0] s_axi_control_BRESP,
    output wire s_axi_control_BVALID,
    input  wire s_axi_control_BREADY,
    input  wire [5:0] s_axi_control_ARADDR,
    input  wire s_axi_control_ARVALID,
    output wire s_axi_control_ARREADY,
    output wire [31:0] s_axi_control_RDATA,
    output wire [1:0] s_axi_control_RRESP,
    output wire s_axi_control_RVALID,
    input  wire s_axi_control_RREADY,
    output wire irq,
    input  wire [7:0] x_TDATA,
    input  wire x_TVALID,
    output wire x_TREADY,
    output wire [7:0] y_TDATA,
    output wire y_TVALID,
    input  wire y_TREADY
);

  wire start;
  logic ap_rst;
  always_ff @(posedge ap_clk) ap_rst <= !ap_rst_n;

  wire ap_start;
  logic busy_reg, started_reg, done_reg;
  wire [127:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(6), .WORDS(4), .WRITABLE(4'd5), .MASK(128'hfff0000000000000fff)) u_control (
      .clk(ap_clk), .rst(ap_rst),
      .s_axi_awaddr(s_axi_control_AWADDR),
      .s_axi_awvalid(s_axi_control_AWVALID),
      .s_axi_awready(s_axi_control_AWREADY),
      .s_axi_wdata(s_axi_control_WDATA),
      .s_axi_wstrb(s_axi_control_WSTRB),
      .s_axi_wvalid(s_axi_control_WVALID),
      .s_axi_wready(s_axi_control_WREADY),
      .s_axi_bresp(s_axi_control_BRESP),
      .s_axi_bvalid(s_axi_control_BVALID),
      .s_axi_bready(s_axi_control_BREADY),
      .s_axi_araddr(s_axi_control_ARADDR),
      .s_axi_arvalid(s_axi_control_ARVALID),
      .s_axi_arready(s_axi_control_ARREADY),
      .s_axi_rdata(s_axi_control_RDATA),
      .s_axi_rresp(s_axi_control_RRESP),
      .s_axi_rvalid(s_axi_control_RVALID),
      .s_axi_rready(s_axi_control_RREADY),
      .ap_start(ap_start), .ap_done(done_reg), .ap_idle(idle), .ap_ready(done_reg),
      .args(args), .irq(irq)
  );

  wire [11:0] arg_height = args[11:0];
  wire [11:0] arg_width = args[75:64];

  wire [7:0] x_in_data;
  wire x_in_valid;
  wire [7:0] x_out_data;
  wire x_out_valid;
  wire x_out_ready;
  wire x_in_ready;
  wire [1:0] x_count;
  hwp_fifo #(.WIDTH(8), .DEPTH(2)) u_x (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(x_in_valid), .in_ready(x_in_ready), .in_data(x_in_data),
      .out_valid(x_out_valid), .out_ready(x_out_ready),
      .out_data(x_out_data), .count(x_count)
  );
  assign x_in_data = x_TDATA[7:0];
  assign x_in_valid = x_TVALID && busy_reg;
  assign x_TREADY = x_in_ready && busy_reg;

  wire [7:0] y_in_data;
  wire y_in_valid;
  wire [7:0] y_out_data;
  wire y_out_valid;
  wire y_out_ready;
  wire y_in_ready;
  wire [4:0] y_count;
  hwp_fifo #(.WIDTH(8), .DEPTH(16)) u_y (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_in_valid), .in_ready(y_in_ready), .in_data(y_in_data),
      .out_valid(y_out_valid), .out_ready(y_out_ready),
      .out_data(y_out_data), .count(y_count)
  );
  wire y_room = y_count <= 5'd13;
  assign y_TDATA = y_out_data;
  assign y_TVALID = y_out_valid;
  assign y_out_ready = y_TREADY;

  wire stencil_idle;
  stencil3x3_stencil u_process_stencil (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(stencil_idle),
      .arg_height(arg_height[11:0]),
      .arg_width(arg_width[10:0]),
      .x_data(x_out_data),
      .x_valid(x_out_valid),
      .x_ready(x_out_ready),
      .y_data(y_in_data),
      .y_valid(y_in_valid),
      .y_room(y_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = stencil_idle && !y_out_valid;
  always_ff @(posedge ap_clk) begin
    started_reg <= start;
    done_reg    <= busy_reg && !started_reg && quiet;
    if (start) busy_reg <= 1'b1;
    else if (!started_reg && quiet) busy_reg <= 1'b0;
    if (ap_rst) begin
      busy_reg    <= 1'b0;
      started_reg <= 1'b0;
      done_reg    <= 1'b0;
    end
  end

endmodule

`default_nettype wire

// ---- stencil3x3_stencil.sv
// Process stencil of stencil3x3.py, line 14: initiation interval 1, 3 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module stencil3x3_stencil (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [11:0] arg_height,
    input  wire [10:0] arg_width,
    input  wire [7:0] x_data,
    input  wire x_valid,
    output wire x_ready,
    output wire [7:0] y_data,
    output wire y_valid,
    input  wire y_room
);

  logic running;
  logic [2:1] stage;
  logic signed [12:0] count_row_0;
  logic signed [11:0] count_col_1;
  logic lt_27_s1;
  logic signed [8:0] window_4_reg;
  logic lt_52_s1;
  logic signed [8:0] window_1_reg;
  logic lt_31_s1;
  logic signed [8:0] window_2_reg;
  logic signed [8:0] window_5_reg;
  logic signed [8:0] window_7_reg;
  logic signed [8:0] window_8_reg;
  logic signed [10:0] add_79_s1;
  logic signed [11:0] add_80_s2;
  logic signed [12:0] add_81_s2;
  logic band_50_s1;
  logic band_50_s2;
  wire [7:0] above_0_rdata;
  logic signed [11:0] count_col_1_s1;
  wire [7:0] top_0_rdata;
  wire issue;

  wire signed [12:0] scalar_1 = $signed({1'b0, arg_height});
  wire signed [12:0] add_7 = scalar_1 + 2'sd1;  // stencil3x3.py:23
  wire signed [12:0] add_9 = count_row_0 + 2'sd1;  // stencil3x3.py:23
  wire le_10 = add_7 <= add_9;  // stencil3x3.py:23
  wire signed [11:0] scalar_2 = $signed({1'b0, arg_width});
  wire signed [11:0] add_11 = scalar_2 + 2'sd1;  // stencil3x3.py:24
  wire signed [11:0] add_13 = count_col_1 + 2'sd1;  // stencil3x3.py:24
  wire le_14 = add_11 <= add_13;  // stencil3x3.py:24
  wire lt_19 = count_row_0 < scalar_1;  // stencil3x3.py:26
  wire lt_20 = count_col_1 < scalar_2;  // stencil3x3.py:26
  wire band_22 = lt_19 && lt_20;  // stencil3x3.py:26
  wire lt_27 = 2'sd0 < count_row_0;  // stencil3x3.py:28
  wire lt_49 = 2'sd0 < count_col_1;  // stencil3x3.py:38
  wire band_50 = lt_27 && lt_49;  // stencil3x3.py:38
  wire signed [8:0] load_28 = $signed({1'b0, above_0_rdata});  // stencil3x3.py:28
  wire signed [8:0] one_30 = lt_27_s1 ? load_28 : 2'sd0;  // stencil3x3.py:28
  wire signed [8:0] pixel_25 = $signed({1'b0, x_data});  // stencil3x3.py:27
  wire signed [8:0] sel_26 = band_22 ? pixel_25 : 2'sd0;  // stencil3x3.py:27
  wire lt_52 = 2'sd1 < count_col_1;  // stencil3x3.py:40
  wire signed [8:0] sel_58 = lt_52_s1 ? window_4_reg : 2'sd0;  // stencil3x3.py:40
  wire signed [9:0] shl_59 = sel_58 <<< 1;  // stencil3x3.py:40
  wire signed [8:0] sel_56 = lt_52_s1 ? window_1_reg : 2'sd0;  // stencil3x3.py:40
  wire signed [9:0] shl_61 = one_30 <<< 1;  // stencil3x3.py:40
  wire lt_31 = 2'sd1 < count_row_0;  // stencil3x3.py:29
  wire signed [8:0] load_32 = $signed({1'b0, top_0_rdata});  // stencil3x3.py:29
  wire signed [8:0] two_34 = lt_31_s1 ? load_32 : 2'sd0;  // stencil3x3.py:29
  wire signed [9:0] add_75 = window_8_reg + two_34;  // stencil3x3.py:44
  wire signed [10:0] add_76 = shl_61 + add_75;  // stencil3x3.py:44
  wire signed [11:0] add_77 = sel_56 + add_76;  // stencil3x3.py:44
  wire signed [11:0] add_80 = shl_59 + add_77;  // stencil3x3.py:44
  wire signed [9:0] shl_57 = window_2_reg <<< 1;  // stencil3x3.py:40
  wire signed [10:0] shl_60 = window_5_reg <<< 2;  // stencil3x3.py:40
  wire signed [11:0] add_78 = shl_57 + shl_60;  // stencil3x3.py:44
  wire signed [8:0] sel_62 = lt_52 ? window_7_reg : 2'sd0;  // stencil3x3.py:40
  wire signed [9:0] shl_63 = window_8_reg <<< 1;  // stencil3x3.py:40
  wire signed [10:0] add_79 = sel_62 + shl_63;  // stencil3x3.py:44
  wire signed [12:0] add_81 = add_78 + add_79_s1;  // stencil3x3.py:44
  wire signed [12:0] add_82 = add_80_s2 + add_81_s2;  // stencil3x3.py:44
  wire signed [12:0] add_83 = add_82 + 5'sd8;  // stencil3x3.py:44
  wire signed [8:0] shr_84 = add_83 >>> 4;  // stencil3x3.py:44
  wire x_get = band_22;
  assign x_ready = issue && x_get;
  wire wait_get_x = x_get && !x_valid;
  wire y_put0 = stage[2] && band_50_s2;
  wire [7:0] y_put0_0 = shr_84;
  assign y_valid = y_put0;
  assign y_data = {y_put0_0};
  wire wait_put_y = (band_50) && !y_room;
  wire [10:0] addr_above_48 = count_col_1;
  wire above_0_w0 = issue && 1'b1;  // stencil3x3.py:37
  wire [7:0] above_0_w0_data = sel_26;
  wire [10:0] addr_above_51 = count_col_1;
  hwp_ram #(.WIDTH(8), .DEPTH(1921), .ADDR_W(11), .BLOCK(1)) u_above_0 (
      .clk(ap_clk), .we(above_0_w0), .waddr(addr_above_48), .wdata(above_0_w0_data),
      .raddr(addr_above_51), .rdata(above_0_rdata));
  wire [10:0] addr_top_53 = count_col_1_s1;
  wire top_0_w0 = stage[1] && 1'b1;  // stencil3x3.py:36
  wire [7:0] top_0_w0_data = one_30;
  wire [10:0] addr_top_56 = count_col_1;
  hwp_ram #(.WIDTH(8), .DEPTH(1921), .ADDR_W(11), .BLOCK(1)) u_top_0 (
      .clk(ap_clk), .we(top_0_w0), .waddr(addr_top_53), .wdata(top_0_w0_data),
      .raddr(addr_top_56), .rdata(top_0_rdata));
  wire wrap_0 = le_10 && le_14;
  wire wrap_1 = le_14;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x && !wait_put_y;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_row_0 <= le_10 ? 13'sd0 : count_row_0 + 13'sd1;
    if (issue && wrap_2) count_col_1 <= le_14 ? 12'sd0 : count_col_1 + 12'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_row_0 <= 13'sd0;
      count_col_1 <= 12'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[1:1], issue};
    lt_27_s1 <= lt_27;
    lt_52_s1 <= lt_52;
    lt_31_s1 <= lt_31;
    add_79_s1 <= add_79;
    add_80_s2 <= add_80;
    add_81_s2 <= add_81;
    band_50_s1 <= band_50;
    band_50_s2 <= band_50_s1;
    count_col_1_s1 <= count_col_1;
    if (stage[1]) begin
      window_1_reg <= window_2_reg;
      window_2_reg <= two_34;
      window_4_reg <= window_5_reg;
      window_5_reg <= one_30;
    end
    if (issue) begin
      window_7_reg <= window_8_reg;
      window_8_reg <= sel_26;
    end
    if (start) begin
      window_1_reg <= 2'sd0;
      window_2_reg <= 2'sd0;
      window_4_reg <= 2'sd0;
      window_5_reg <= 2'sd0;
      window_7_reg <= 2'sd0;
      window_8_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 2'd0;
  end

endmodule

`default_nettype wire
