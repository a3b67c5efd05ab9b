// ---- upscale.sv
// Kernel upscale: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module upscale (
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
  hwp_axi_lite_ctrl #(.ADDR_W(6), .WORDS(4), .WRITABLE(4'd5), .MASK(128'h7ff00000000000007ff)) u_control (
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

  wire [10:0] arg_height = args[10:0];
  wire [10:0] arg_width = args[74:64];

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

  wire upscale_idle;
  upscale_upscale u_process_upscale (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(upscale_idle),
      .arg_height(arg_height[10:0]),
      .arg_width(arg_width[10:0]),
      .x_data(x_out_data),
      .x_valid(x_out_valid),
      .x_ready(x_out_ready),
      .y_data(y_in_data),
      .y_valid(y_in_valid),
      .y_room(y_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = upscale_idle && !y_out_valid;
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

// ---- upscale_upscale.sv
// Process upscale of upscale.py, line 12: initiation interval 1, 4 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module upscale_upscale (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [10:0] arg_height,
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
  logic signed [11:0] count_r_0;
  logic signed [1:0] count_half_1;
  logic signed [11:0] count_c_2;
  logic signed [1:0] count_side_3;
  logic bor_38_s1;
  logic band_49_s1;
  logic signed [8:0] below_51_s1;
  logic lt_35_s1;
  logic band_54_s1;
  logic band_54_s2;
  logic signed [8:0] sel_59_s2;
  logic band_62_s1;
  logic band_62_s2;
  logic signed [8:0] sel_52_s2;
  logic signed [10:0] mul_69_s2;
  logic eq_19_s1;
  logic eq_19_s2;
  logic signed [10:0] right_reg;
  logic band_34_s1;
  logic band_34_s2;
  logic band_34_s3;
  logic signed [10:0] right_71_s3;
  logic signed [10:0] left_reg;
  logic eq_25_s1;
  logic eq_25_s2;
  logic eq_25_s3;
  logic band_75_s1;
  logic band_75_s2;
  logic band_75_s3;
  logic band_98_s1;
  logic band_98_s2;
  logic band_98_s3;
  logic signed [11:0] count_c_2_s1;
  wire [7:0] upper_0_rdata;
  wire [7:0] lower_0_rdata;
  wire issue;

  wire signed [11:0] scalar_1 = $signed({1'b0, arg_height});
  wire signed [12:0] add_5 = scalar_1 + 2'sd1;  // upscale.py:19
  wire signed [12:0] add_7 = count_r_0 + 2'sd1;  // upscale.py:19
  wire le_8 = add_5 <= add_7;  // upscale.py:19
  wire eq_11 = count_half_1 == 2'sd1;  // upscale.py:20
  wire signed [11:0] scalar_2 = $signed({1'b0, arg_width});
  wire signed [11:0] add_12 = scalar_2 + 2'sd1;  // upscale.py:21
  wire signed [11:0] add_14 = count_c_2 + 2'sd1;  // upscale.py:21
  wire le_15 = add_12 <= add_14;  // upscale.py:21
  wire eq_17 = count_side_3 == 2'sd1;  // upscale.py:22
  wire eq_25 = count_side_3 == 2'sd0;  // upscale.py:22
  wire lt_32 = count_c_2 < scalar_2;  // upscale.py:25
  wire band_34 = eq_25 && lt_32;  // upscale.py:25
  wire eq_19 = count_half_1 == 2'sd0;  // upscale.py:22
  wire lt_45 = count_r_0 < scalar_1;  // upscale.py:27
  wire band_47 = eq_19 && lt_45;  // upscale.py:27
  wire band_49 = band_34 && band_47;  // upscale.py:27
  wire signed [12:0] shl_83 = count_r_0 <<< 1;  // upscale.py:40
  wire signed [12:0] add_84 = count_half_1 + shl_83;  // upscale.py:40
  wire lt_85 = 2'sd0 < add_84;  // upscale.py:40
  wire signed [12:0] shl_86 = scalar_1 <<< 1;  // upscale.py:40
  wire le_87 = add_84 <= shl_86;  // upscale.py:40
  wire inside_89 = lt_85 && le_87;  // upscale.py:40
  wire signed [12:0] shl_90 = count_c_2 <<< 1;  // upscale.py:41
  wire signed [12:0] add_91 = count_side_3 + shl_90;  // upscale.py:41
  wire lt_92 = 2'sd0 < add_91;  // upscale.py:41
  wire band_94 = inside_89 && lt_92;  // upscale.py:41
  wire signed [12:0] shl_95 = scalar_2 <<< 1;  // upscale.py:41
  wire le_96 = add_91 <= shl_95;  // upscale.py:41
  wire band_98 = band_94 && le_96;  // upscale.py:41
  wire band_54 = eq_19 && band_34;  // upscale.py:30
  wire lt_35 = 2'sd0 < count_r_0;  // upscale.py:26
  wire signed [8:0] load_41 = $signed({1'b0, lower_0_rdata});  // upscale.py:26
  wire signed [8:0] below_51 = $signed({1'b0, x_data});  // upscale.py:28
  wire lt_36 = 2'sd0 < count_half_1;  // upscale.py:26
  wire bor_38 = lt_35 || lt_36;  // upscale.py:26
  wire signed [8:0] below_44 = bor_38_s1 ? load_41 : 2'sd0;  // upscale.py:26
  wire signed [8:0] sel_52 = band_49_s1 ? below_51_s1 : below_44;  // upscale.py:28
  wire signed [8:0] above_58 = lt_35_s1 ? load_41 : sel_52;  // upscale.py:31
  wire signed [8:0] sel_59 = band_54_s1 ? above_58 : 2'sd0;  // upscale.py:31
  wire bnot_46 = !eq_19;  // upscale.py:27
  wire band_62 = band_34 && bnot_46;  // upscale.py:33
  wire signed [8:0] load_63 = $signed({1'b0, upper_0_rdata});  // upscale.py:35
  wire signed [8:0] above_64 = band_54_s2 ? sel_59_s2 : load_63;  // upscale.py:35
  wire signed [8:0] sel_65 = band_62_s2 ? above_64 : sel_59_s2;  // upscale.py:35
  wire signed [10:0] mul_67 = (sel_65 <<< 0) + (sel_65 <<< 1);  // upscale.py:36
  wire signed [10:0] add_68 = sel_52_s2 + mul_67;  // upscale.py:36
  wire signed [10:0] mul_69 = (sel_52 <<< 0) + (sel_52 <<< 1);  // upscale.py:36
  wire signed [10:0] add_70 = sel_65 + mul_69_s2;  // upscale.py:36
  wire signed [10:0] right_71 = eq_19_s2 ? add_68 : add_70;  // upscale.py:36
  wire signed [10:0] left_72 = band_34_s3 ? right_71_s3 : right_reg;  // upscale.py:36
  wire eq_22 = count_c_2 == 2'sd0;  // upscale.py:22
  wire band_75 = eq_22 && eq_25;  // upscale.py:37
  wire signed [10:0] sel_31 = eq_25_s3 ? right_reg : left_reg;  // upscale.py:24
  wire signed [10:0] sel_76 = band_75_s3 ? left_72 : sel_31;  // upscale.py:38
  wire signed [12:0] mul_78 = (sel_76 <<< 0) + (sel_76 <<< 1);  // upscale.py:39
  wire signed [12:0] add_79 = left_72 + mul_78;  // upscale.py:39
  wire signed [12:0] mul_80 = (left_72 <<< 0) + (left_72 <<< 1);  // upscale.py:39
  wire signed [12:0] add_81 = sel_76 + mul_80;  // upscale.py:39
  wire signed [12:0] total_82 = eq_25_s3 ? add_79 : add_81;  // upscale.py:39
  wire signed [13:0] add_101 = total_82 + 5'sd8;  // upscale.py:42
  wire signed [9:0] shr_103 = add_101 >>> 4;  // upscale.py:42
  wire [7:0] wrap_104_u = shr_103;  // upscale.py:42
  wire signed [8:0] wrap_104 = $signed({1'b0, wrap_104_u});
  wire x_get = band_49;
  assign x_ready = issue && x_get;
  wire wait_get_x = x_get && !x_valid;
  wire y_put0 = stage[3] && band_98_s3;
  wire [7:0] y_put0_0 = wrap_104;
  assign y_valid = y_put0;
  assign y_data = {y_put0_0};
  wire wait_put_y = (band_98) && !y_room;
  wire [9:0] addr_upper_71 = count_c_2_s1;
  wire upper_0_w0 = stage[1] && band_54_s1;  // upscale.py:32
  wire [7:0] upper_0_w0_data = sel_59;
  wire [9:0] addr_upper_74 = count_c_2_s1;
  hwp_ram #(.WIDTH(8), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_upper_0 (
      .clk(ap_clk), .we(upper_0_w0), .waddr(addr_upper_71), .wdata(upper_0_w0_data),
      .raddr(addr_upper_74), .rdata(upper_0_rdata));
  wire [9:0] addr_lower_76 = count_c_2_s1;
  wire lower_0_w0 = stage[1] && band_54_s1;  // upscale.py:33
  wire [7:0] lower_0_w0_data = sel_52;
  wire [9:0] addr_lower_79 = count_c_2;
  hwp_ram #(.WIDTH(8), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_lower_0 (
      .clk(ap_clk), .we(lower_0_w0), .waddr(addr_lower_76), .wdata(lower_0_w0_data),
      .raddr(addr_lower_79), .rdata(lower_0_rdata));
  wire wrap_0 = le_8 && eq_11 && le_15 && eq_17;
  wire wrap_1 = eq_11 && le_15 && eq_17;
  wire wrap_2 = le_15 && eq_17;
  wire wrap_3 = eq_17;
  wire wrap_4 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x && !wait_put_y;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_r_0 <= le_8 ? 12'sd0 : count_r_0 + 12'sd1;
    if (issue && wrap_2) count_half_1 <= eq_11 ? 2'sd0 : count_half_1 + 2'sd1;
    if (issue && wrap_3) count_c_2 <= le_15 ? 12'sd0 : count_c_2 + 12'sd1;
    if (issue && wrap_4) count_side_3 <= eq_17 ? 2'sd0 : count_side_3 + 2'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_r_0 <= 12'sd0;
      count_half_1 <= 2'sd0;
      count_c_2 <= 12'sd0;
      count_side_3 <= 2'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[2:1], issue};
    bor_38_s1 <= bor_38;
    band_49_s1 <= band_49;
    below_51_s1 <= below_51;
    lt_35_s1 <= lt_35;
    band_54_s1 <= band_54;
    band_54_s2 <= band_54_s1;
    sel_59_s2 <= sel_59;
    band_62_s1 <= band_62;
    band_62_s2 <= band_62_s1;
    sel_52_s2 <= sel_52;
    mul_69_s2 <= mul_69;
    eq_19_s1 <= eq_19;
    eq_19_s2 <= eq_19_s1;
    band_34_s1 <= band_34;
    band_34_s2 <= band_34_s1;
    band_34_s3 <= band_34_s2;
    right_71_s3 <= right_71;
    eq_25_s1 <= eq_25;
    eq_25_s2 <= eq_25_s1;
    eq_25_s3 <= eq_25_s2;
    band_75_s1 <= band_75;
    band_75_s2 <= band_75_s1;
    band_75_s3 <= band_75_s2;
    band_98_s1 <= band_98;
    band_98_s2 <= band_98_s1;
    band_98_s3 <= band_98_s2;
    count_c_2_s1 <= count_c_2;
    if (stage[3] && band_34_s3) right_reg <= right_71_s3;
    if (stage[3]) left_reg <= sel_76;
    if (start) begin
      right_reg <= 2'sd0;
      left_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 3'd0;
  end

endmodule

`default_nettype wire
