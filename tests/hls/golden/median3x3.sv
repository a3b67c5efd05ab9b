// ---- median3x3.sv
// Kernel median3x3: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module median3x3 (
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
  wire y_room = y_count <= 5'd12;
  assign y_TDATA = y_out_data;
  assign y_TVALID = y_out_valid;
  assign y_out_ready = y_TREADY;

  wire median_idle;
  median3x3_median u_process_median (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(median_idle),
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
  wire quiet = median_idle && !y_out_valid;
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

// ---- median3x3_median.sv
// Process median of median3x3.py, line 17: initiation interval 1, 4 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module median3x3_median (
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
  logic [3:1] stage;
  logic signed [12:0] count_row_0;
  logic signed [11:0] count_col_1;
  logic lt_18_s1;
  logic signed [8:0] column_7_reg;
  logic signed [8:0] column_4_reg;
  logic signed [8:0] a_17_s1;
  logic lt_22_s1;
  logic signed [8:0] sel_41_s2;
  logic signed [8:0] sel_47_s2;
  logic signed [8:0] column_3_reg;
  logic signed [8:0] column_6_reg;
  logic signed [8:0] sel_53_s2;
  logic lt_71_s3;
  logic signed [8:0] mid_63_s3;
  logic signed [8:0] low_55_s3;
  logic signed [8:0] column_8_reg;
  logic signed [8:0] column_5_reg;
  logic signed [8:0] sel_65_s2;
  logic lt_73_s3;
  logic signed [8:0] high_67_s3;
  logic band_69_s1;
  logic band_69_s2;
  logic band_69_s3;
  wire [7:0] above_0_rdata;
  logic signed [11:0] count_col_1_s1;
  wire [7:0] top_0_rdata;
  wire issue;

  wire signed [12:0] scalar_1 = $signed({1'b0, arg_height});
  wire signed [12:0] add_7 = count_row_0 + 2'sd1;  // median3x3.py:24
  wire le_8 = scalar_1 <= add_7;  // median3x3.py:24
  wire signed [11:0] scalar_2 = $signed({1'b0, arg_width});
  wire signed [11:0] add_10 = count_col_1 + 2'sd1;  // median3x3.py:25
  wire le_11 = scalar_2 <= add_10;  // median3x3.py:25
  wire lt_22 = 2'sd1 < count_row_0;  // median3x3.py:28
  wire lt_68 = 2'sd1 < count_col_1;  // median3x3.py:40
  wire band_69 = lt_22 && lt_68;  // median3x3.py:40
  wire lt_18 = 2'sd0 < count_row_0;  // median3x3.py:27
  wire signed [8:0] load_19 = $signed({1'b0, above_0_rdata});  // median3x3.py:27
  wire signed [8:0] b_21 = lt_18_s1 ? load_19 : 2'sd0;  // median3x3.py:27
  wire signed [8:0] a_17 = $signed({1'b0, x_data});  // median3x3.py:26
  wire lt_56 = column_7_reg < column_4_reg;  // median3x3.py:13
  wire signed [8:0] sel_57 = lt_56 ? column_7_reg : column_4_reg;  // median3x3.py:13
  wire lt_40 = b_21 < a_17_s1;  // median3x3.py:34
  wire signed [8:0] sel_41 = lt_40 ? b_21 : a_17_s1;  // median3x3.py:34
  wire signed [8:0] load_23 = $signed({1'b0, top_0_rdata});  // median3x3.py:28
  wire signed [8:0] c_25 = lt_22_s1 ? load_23 : 2'sd0;  // median3x3.py:28
  wire lt_44 = a_17_s1 < b_21;  // median3x3.py:13
  wire signed [8:0] sel_45 = lt_44 ? b_21 : a_17_s1;  // median3x3.py:13
  wire lt_46 = c_25 < sel_45;  // median3x3.py:13
  wire signed [8:0] sel_47 = lt_46 ? c_25 : sel_45;  // median3x3.py:13
  wire lt_48 = sel_41_s2 < sel_47_s2;  // median3x3.py:13
  wire signed [8:0] sel_49 = lt_48 ? sel_47_s2 : sel_41_s2;  // median3x3.py:13
  wire lt_58 = column_4_reg < column_7_reg;  // median3x3.py:13
  wire signed [8:0] sel_59 = lt_58 ? column_7_reg : column_4_reg;  // median3x3.py:13
  wire lt_60 = sel_49 < sel_59;  // median3x3.py:13
  wire signed [8:0] sel_61 = lt_60 ? sel_49 : sel_59;  // median3x3.py:13
  wire lt_62 = sel_57 < sel_61;  // median3x3.py:13
  wire signed [8:0] mid_63 = lt_62 ? sel_61 : sel_57;  // median3x3.py:13
  wire lt_52 = column_3_reg < column_6_reg;  // median3x3.py:37
  wire signed [8:0] sel_53 = lt_52 ? column_6_reg : column_3_reg;  // median3x3.py:37
  wire lt_42 = c_25 < sel_41;  // median3x3.py:34
  wire signed [8:0] sel_43 = lt_42 ? c_25 : sel_41;  // median3x3.py:34
  wire lt_54 = sel_53_s2 < column_6_reg;  // median3x3.py:37
  wire signed [8:0] low_55 = lt_54 ? column_6_reg : sel_53_s2;  // median3x3.py:37
  wire lt_71 = mid_63 < low_55;  // median3x3.py:13
  wire signed [8:0] sel_72 = lt_71_s3 ? mid_63_s3 : low_55_s3;  // median3x3.py:13
  wire lt_50 = sel_45 < c_25;  // median3x3.py:36
  wire signed [8:0] sel_51 = lt_50 ? c_25 : sel_45;  // median3x3.py:36
  wire lt_64 = column_8_reg < column_5_reg;  // median3x3.py:39
  wire signed [8:0] sel_65 = lt_64 ? column_8_reg : column_5_reg;  // median3x3.py:39
  wire lt_66 = column_8_reg < sel_65_s2;  // median3x3.py:39
  wire signed [8:0] high_67 = lt_66 ? column_8_reg : sel_65_s2;  // median3x3.py:39
  wire lt_73 = low_55 < mid_63;  // median3x3.py:13
  wire signed [8:0] sel_74 = lt_73_s3 ? mid_63_s3 : low_55_s3;  // median3x3.py:13
  wire lt_75 = high_67_s3 < sel_74;  // median3x3.py:13
  wire signed [8:0] sel_76 = lt_75 ? high_67_s3 : sel_74;  // median3x3.py:13
  wire lt_77 = sel_72 < sel_76;  // median3x3.py:13
  wire signed [8:0] sel_78 = lt_77 ? sel_76 : sel_72;  // median3x3.py:13
  wire x_get = 1'b1;
  assign x_ready = issue && x_get;
  wire wait_get_x = x_get && !x_valid;
  wire y_put0 = stage[3] && band_69_s3;
  wire [7:0] y_put0_0 = sel_78;
  assign y_valid = y_put0;
  assign y_data = {y_put0_0};
  wire wait_put_y = (band_69) && !y_room;
  wire [10:0] addr_above_59 = count_col_1;
  wire above_0_w0 = issue && 1'b1;  // median3x3.py:30
  wire [7:0] above_0_w0_data = a_17;
  wire [10:0] addr_above_62 = count_col_1;
  hwp_ram #(.WIDTH(8), .DEPTH(1920), .ADDR_W(11), .BLOCK(1)) u_above_0 (
      .clk(ap_clk), .we(above_0_w0), .waddr(addr_above_59), .wdata(above_0_w0_data),
      .raddr(addr_above_62), .rdata(above_0_rdata));
  wire [10:0] addr_top_64 = count_col_1_s1;
  wire top_0_w0 = stage[1] && 1'b1;  // median3x3.py:29
  wire [7:0] top_0_w0_data = b_21;
  wire [10:0] addr_top_67 = count_col_1;
  hwp_ram #(.WIDTH(8), .DEPTH(1920), .ADDR_W(11), .BLOCK(1)) u_top_0 (
      .clk(ap_clk), .we(top_0_w0), .waddr(addr_top_64), .wdata(top_0_w0_data),
      .raddr(addr_top_67), .rdata(top_0_rdata));
  wire wrap_0 = le_8 && le_11;
  wire wrap_1 = le_11;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x && !wait_put_y;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_row_0 <= le_8 ? 13'sd0 : count_row_0 + 13'sd1;
    if (issue && wrap_2) count_col_1 <= le_11 ? 12'sd0 : count_col_1 + 12'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_row_0 <= 13'sd0;
      count_col_1 <= 12'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[2:1], issue};
    lt_18_s1 <= lt_18;
    a_17_s1 <= a_17;
    lt_22_s1 <= lt_22;
    sel_41_s2 <= sel_41;
    sel_47_s2 <= sel_47;
    sel_53_s2 <= sel_53;
    lt_71_s3 <= lt_71;
    mid_63_s3 <= mid_63;
    low_55_s3 <= low_55;
    sel_65_s2 <= sel_65;
    lt_73_s3 <= lt_73;
    high_67_s3 <= high_67;
    band_69_s1 <= band_69;
    band_69_s2 <= band_69_s1;
    band_69_s3 <= band_69_s2;
    count_col_1_s1 <= count_col_1;
    if (stage[1]) begin
      column_3_reg <= column_6_reg;
      column_6_reg <= sel_43;
      column_5_reg <= column_8_reg;
      column_8_reg <= sel_51;
    end
    if (stage[2]) begin
      column_4_reg <= column_7_reg;
      column_7_reg <= sel_49;
    end
    if (start) begin
      column_3_reg <= 2'sd0;
      column_6_reg <= 2'sd0;
      column_4_reg <= 2'sd0;
      column_7_reg <= 2'sd0;
      column_5_reg <= 2'sd0;
      column_8_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 3'd0;
  end

endmodule

`default_nettype wire
