// ---- decimate.sv
// Kernel decimate: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module decimate (
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
    input  wire [15:0] x_TDATA,
    input  wire x_TVALID,
    output wire x_TREADY,
    output wire [15:0] y_TDATA,
    output wire y_TVALID,
    input  wire y_TREADY
);

  wire start;
  logic ap_rst;
  always_ff @(posedge ap_clk) ap_rst <= !ap_rst_n;

  wire ap_start;
  logic busy_reg, started_reg, done_reg;
  wire [63:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(6), .WORDS(2), .WRITABLE(2'd1), .MASK(64'hffff)) u_control (
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

  wire [15:0] arg_n = args[15:0];

  wire [15:0] x_in_data;
  wire x_in_valid;
  wire [15:0] x_out_data;
  wire x_out_valid;
  wire x_out_ready;
  wire x_in_ready;
  wire [1:0] x_count;
  hwp_fifo #(.WIDTH(16), .DEPTH(2)) u_x (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(x_in_valid), .in_ready(x_in_ready), .in_data(x_in_data),
      .out_valid(x_out_valid), .out_ready(x_out_ready),
      .out_data(x_out_data), .count(x_count)
  );
  assign x_in_data = x_TDATA[15:0];
  assign x_in_valid = x_TVALID && busy_reg;
  assign x_TREADY = x_in_ready && busy_reg;

  wire [15:0] y_in_data;
  wire y_in_valid;
  wire [15:0] y_out_data;
  wire y_out_valid;
  wire y_out_ready;
  wire y_in_ready;
  wire [4:0] y_count;
  hwp_fifo #(.WIDTH(16), .DEPTH(16)) u_y (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_in_valid), .in_ready(y_in_ready), .in_data(y_in_data),
      .out_valid(y_out_valid), .out_ready(y_out_ready),
      .out_data(y_out_data), .count(y_count)
  );
  wire y_room = y_count <= 5'd12;
  assign y_TDATA = y_out_data;
  assign y_TVALID = y_out_valid;
  assign y_out_ready = y_TREADY;

  wire decimate_idle;
  decimate_decimate u_process_decimate (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(decimate_idle),
      .arg_n(arg_n[15:0]),
      .x_data(x_out_data),
      .x_valid(x_out_valid),
      .x_ready(x_out_ready),
      .y_data(y_in_data),
      .y_valid(y_in_valid),
      .y_room(y_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = decimate_idle && !y_out_valid;
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

// ---- decimate_decimate.sv
// Process decimate of decimate.py, line 15: initiation interval 1, 4 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module decimate_decimate (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_n,
    input  wire [15:0] x_data,
    input  wire x_valid,
    output wire x_ready,
    output wire [15:0] y_data,
    output wire y_valid,
    input  wire y_room
);

  logic running;
  logic [3:1] stage;
  logic signed [16:0] count_t_0;
  logic signed [2:0] count_p_1;
  logic signed [39:0] sums_0_reg;
  logic signed [25:0] mul_158_s1;
  logic signed [25:0] mul_158_s2;
  logic signed [24:0] sel_164_s3;
  logic signed [39:0] sums_2_reg;
  logic signed [39:0] sums_1_reg;
  logic eq_13_s1;
  logic eq_13_s2;
  logic signed [15:0] sample_17_s1;
  logic signed [12:0] tap_54_s1;
  logic signed [26:0] mul_57;  // decimate.py:25
  logic signed [11:0] tap_38_s1;
  logic signed [25:0] mul_42;  // decimate.py:25
  logic signed [39:0] sums_3_reg;
  logic signed [12:0] tap_69_s1;
  logic signed [27:0] mul_72;  // decimate.py:25
  logic signed [39:0] sums_4_reg;
  logic signed [13:0] tap_85_s1;
  logic signed [27:0] mul_88;  // decimate.py:25
  logic signed [39:0] sums_5_reg;
  logic signed [12:0] tap_97_s1;
  logic signed [27:0] mul_100;  // decimate.py:25
  logic signed [39:0] sums_6_reg;
  logic signed [12:0] tap_109_s1;
  logic signed [27:0] mul_112;  // decimate.py:25
  logic signed [39:0] sums_7_reg;
  logic signed [11:0] tap_121_s1;
  logic signed [26:0] mul_124;  // decimate.py:25
  logic signed [10:0] tap_133_s1;
  logic signed [25:0] mul_136;  // decimate.py:25
  logic eq_11_s1;
  logic eq_11_s2;
  logic eq_11_s3;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_n});
  wire signed [16:0] add_6 = count_t_0 + 2'sd1;  // decimate.py:17
  wire le_7 = scalar_1 <= add_6;  // decimate.py:17
  wire eq_11 = count_p_1 == 3'sd3;  // decimate.py:18
  wire signed [15:0] sample_17 = $signed(x_data);  // decimate.py:19
  wire signed [25:0] mul_158 = (sample_17 <<< 8);  // decimate.py:25
  wire signed [40:0] add_159 = sums_0_reg + mul_158_s2;  // decimate.py:25
  wire signed [39:0] wrap_160 = add_159;  // decimate.py:25
  wire signed [40:0] add_161 = wrap_160 + 16'sd16384;  // decimate.py:27
  wire signed [25:0] shr_162 = add_161 >>> 15;  // decimate.py:27
  wire lt_163 = 16'sd32767 < shr_162;  // decimate.py:27
  wire signed [24:0] sel_164 = lt_163 ? 16'sd32767 : shr_162;  // decimate.py:27
  wire lt_165 = sel_164_s3 < -17'sd32768;  // decimate.py:27
  wire signed [15:0] sel_166 = lt_165 ? -17'sd32768 : sel_164_s3;  // decimate.py:27
  wire eq_13 = count_p_1 == 2'sd0;  // decimate.py:18
  wire signed [39:0] old_56 = eq_13_s2 ? sums_2_reg : sums_1_reg;  // decimate.py:24
  wire eq_23 = count_p_1 == 2'sd1;  // decimate.py:23
  wire eq_27 = count_p_1 == 3'sd2;  // decimate.py:23
  wire signed [11:0] sel_50 = eq_27 ? 12'sd1536 : 12'sd1280;  // decimate.py:23
  wire signed [11:0] sel_52 = eq_23 ? 12'sd1792 : sel_50;  // decimate.py:23
  wire signed [12:0] tap_54 = eq_13 ? 13'sd2048 : sel_52;  // decimate.py:23
  wire signed [40:0] add_58 = old_56 + mul_57;  // decimate.py:25
  wire signed [39:0] wrap_59 = add_58;  // decimate.py:25
  wire signed [39:0] old_41 = eq_13_s2 ? sums_1_reg : sums_0_reg;  // decimate.py:24
  wire signed [10:0] sel_34 = eq_27 ? 11'sd512 : 10'sd256;  // decimate.py:23
  wire signed [10:0] sel_36 = eq_23 ? 11'sd768 : sel_34;  // decimate.py:23
  wire signed [11:0] tap_38 = eq_13 ? 12'sd1024 : sel_36;  // decimate.py:23
  wire signed [40:0] add_43 = old_41 + mul_42;  // decimate.py:25
  wire signed [39:0] wrap_44 = add_43;  // decimate.py:25
  wire signed [39:0] old_71 = eq_13_s2 ? sums_3_reg : sums_2_reg;  // decimate.py:24
  wire signed [12:0] sel_65 = eq_27 ? 13'sd2560 : 13'sd2304;  // decimate.py:23
  wire signed [12:0] sel_67 = eq_23 ? 13'sd2816 : sel_65;  // decimate.py:23
  wire signed [12:0] tap_69 = eq_13 ? 13'sd3072 : sel_67;  // decimate.py:23
  wire signed [40:0] add_73 = old_71 + mul_72;  // decimate.py:25
  wire signed [39:0] wrap_74 = add_73;  // decimate.py:25
  wire signed [39:0] old_87 = eq_13_s2 ? sums_4_reg : sums_3_reg;  // decimate.py:24
  wire signed [12:0] sel_81 = eq_27 ? 13'sd3584 : 13'sd3328;  // decimate.py:23
  wire signed [12:0] sel_83 = eq_23 ? 13'sd3840 : sel_81;  // decimate.py:23
  wire signed [13:0] tap_85 = eq_13 ? 14'sd4096 : sel_83;  // decimate.py:23
  wire signed [40:0] add_89 = old_87 + mul_88;  // decimate.py:25
  wire signed [39:0] wrap_90 = add_89;  // decimate.py:25
  wire signed [39:0] old_99 = eq_13_s2 ? sums_5_reg : sums_4_reg;  // decimate.py:24
  wire signed [12:0] sel_95 = eq_27 ? 13'sd3584 : 13'sd3840;  // decimate.py:23
  wire signed [12:0] sel_96 = eq_23 ? 13'sd3328 : sel_95;  // decimate.py:23
  wire signed [12:0] tap_97 = eq_13 ? 13'sd3072 : sel_96;  // decimate.py:23
  wire signed [40:0] add_101 = old_99 + mul_100;  // decimate.py:25
  wire signed [39:0] wrap_102 = add_101;  // decimate.py:25
  wire signed [39:0] old_111 = eq_13_s2 ? sums_6_reg : sums_5_reg;  // decimate.py:24
  wire signed [12:0] sel_107 = eq_27 ? 13'sd2560 : 13'sd2816;  // decimate.py:23
  wire signed [12:0] sel_108 = eq_23 ? 13'sd2304 : sel_107;  // decimate.py:23
  wire signed [12:0] tap_109 = eq_13 ? 13'sd2048 : sel_108;  // decimate.py:23
  wire signed [40:0] add_113 = old_111 + mul_112;  // decimate.py:25
  wire signed [39:0] wrap_114 = add_113;  // decimate.py:25
  wire signed [39:0] old_123 = eq_13_s2 ? sums_7_reg : sums_6_reg;  // decimate.py:24
  wire signed [11:0] sel_119 = eq_27 ? 12'sd1536 : 12'sd1792;  // decimate.py:23
  wire signed [11:0] sel_120 = eq_23 ? 12'sd1280 : sel_119;  // decimate.py:23
  wire signed [11:0] tap_121 = eq_13 ? 12'sd1024 : sel_120;  // decimate.py:23
  wire signed [40:0] add_125 = old_123 + mul_124;  // decimate.py:25
  wire signed [39:0] wrap_126 = add_125;  // decimate.py:25
  wire signed [39:0] old_168 = eq_13_s2 ? 2'sd0 : sums_7_reg;  // decimate.py:24
  wire signed [10:0] sel_131 = eq_27 ? 11'sd512 : 11'sd768;  // decimate.py:23
  wire signed [10:0] sel_132 = eq_23 ? 10'sd256 : sel_131;  // decimate.py:23
  wire signed [10:0] tap_133 = eq_13 ? 2'sd0 : sel_132;  // decimate.py:23
  wire signed [40:0] add_169 = old_168 + mul_136;  // decimate.py:25
  wire signed [39:0] wrap_170 = add_169;  // decimate.py:25
  wire x_get = 1'b1;
  assign x_ready = issue && x_get;
  wire wait_get_x = x_get && !x_valid;
  wire y_put0 = stage[3] && eq_11_s3;
  wire [15:0] y_put0_0 = sel_166;
  assign y_valid = y_put0;
  assign y_data = {y_put0_0};
  wire wait_put_y = (eq_11) && !y_room;
  wire wrap_0 = le_7 && eq_11;
  wire wrap_1 = eq_11;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x && !wait_put_y;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_t_0 <= le_7 ? 17'sd0 : count_t_0 + 17'sd1;
    if (issue && wrap_2) count_p_1 <= eq_11 ? 3'sd0 : count_p_1 + 3'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_t_0 <= 17'sd0;
      count_p_1 <= 3'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[2:1], issue};
    mul_158_s1 <= mul_158;
    mul_158_s2 <= mul_158_s1;
    sel_164_s3 <= sel_164;
    eq_13_s1 <= eq_13;
    eq_13_s2 <= eq_13_s1;
    sample_17_s1 <= sample_17;
    tap_54_s1 <= tap_54;
    mul_57 <= sample_17_s1 * tap_54_s1;
    tap_38_s1 <= tap_38;
    mul_42 <= sample_17_s1 * tap_38_s1;
    tap_69_s1 <= tap_69;
    mul_72 <= sample_17_s1 * tap_69_s1;
    tap_85_s1 <= tap_85;
    mul_88 <= sample_17_s1 * tap_85_s1;
    tap_97_s1 <= tap_97;
    mul_100 <= sample_17_s1 * tap_97_s1;
    tap_109_s1 <= tap_109;
    mul_112 <= sample_17_s1 * tap_109_s1;
    tap_121_s1 <= tap_121;
    mul_124 <= sample_17_s1 * tap_121_s1;
    tap_133_s1 <= tap_133;
    mul_136 <= sample_17_s1 * tap_133_s1;
    eq_11_s1 <= eq_11;
    eq_11_s2 <= eq_11_s1;
    eq_11_s3 <= eq_11_s2;
    if (stage[2]) begin
      sums_1_reg <= wrap_59;
      sums_0_reg <= wrap_44;
      sums_2_reg <= wrap_74;
      sums_3_reg <= wrap_90;
      sums_4_reg <= wrap_102;
      sums_5_reg <= wrap_114;
      sums_6_reg <= wrap_126;
      sums_7_reg <= wrap_170;
    end
    if (start) begin
      sums_1_reg <= 2'sd0;
      sums_0_reg <= 2'sd0;
      sums_2_reg <= 2'sd0;
      sums_3_reg <= 2'sd0;
      sums_4_reg <= 2'sd0;
      sums_5_reg <= 2'sd0;
      sums_6_reg <= 2'sd0;
      sums_7_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 3'd0;
  end

endmodule

`default_nettype wire
