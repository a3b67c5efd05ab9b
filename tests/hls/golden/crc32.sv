// ---- crc32.sv
// Kernel crc32: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module crc32 (
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
    output wire [31:0] y_TDATA,
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
  hwp_axi_lite_ctrl #(.ADDR_W(6), .WORDS(4), .WRITABLE(4'd5), .MASK(128'hffff000000000000ffff)) u_control (
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

  wire [15:0] arg_packets = args[15:0];
  wire [15:0] arg_length = args[79:64];

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

  wire [31:0] y_in_data;
  wire y_in_valid;
  wire [31:0] y_out_data;
  wire y_out_valid;
  wire y_out_ready;
  wire y_in_ready;
  wire [4:0] y_count;
  hwp_fifo #(.WIDTH(32), .DEPTH(16)) u_y (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_in_valid), .in_ready(y_in_ready), .in_data(y_in_data),
      .out_valid(y_out_valid), .out_ready(y_out_ready),
      .out_data(y_out_data), .count(y_count)
  );
  wire y_room = y_count <= 5'd14;
  assign y_TDATA = y_out_data;
  assign y_TVALID = y_out_valid;
  assign y_out_ready = y_TREADY;

  wire crc32_idle;
  crc32_crc32 u_process_crc32 (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(crc32_idle),
      .arg_packets(arg_packets[15:0]),
      .arg_length(arg_length[15:0]),
      .x_data(x_out_data),
      .x_valid(x_out_valid),
      .x_ready(x_out_ready),
      .y_data(y_in_data),
      .y_valid(y_in_valid),
      .y_room(y_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = crc32_idle && !y_out_valid;
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

// ---- crc32_crc32.sv
// Process crc32 of crc32.py, line 15: initiation interval 1, 2 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module crc32_crc32 (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_packets,
    input  wire [15:0] arg_length,
    input  wire [7:0] x_data,
    input  wire x_valid,
    output wire x_ready,
    output wire [31:0] y_data,
    output wire y_valid,
    input  wire y_room
);

  logic running;
  logic [1:1] stage;
  logic signed [16:0] count_p_0;
  logic signed [16:0] count_t_1;
  logic signed [32:0] crc_reg;
  logic eq_86_s1;
  logic signed [32:0] xor_88_s1;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_packets});
  wire signed [16:0] add_5 = count_p_0 + 2'sd1;  // crc32.py:17
  wire le_6 = scalar_1 <= add_5;  // crc32.py:17
  wire signed [16:0] scalar_2 = $signed({1'b0, arg_length});
  wire signed [16:0] add_8 = count_t_1 + 2'sd1;  // crc32.py:18
  wire le_9 = scalar_2 <= add_8;  // crc32.py:18
  wire signed [16:0] add_85 = scalar_2 + -2'sd1;  // crc32.py:23
  wire eq_86 = count_t_1 == add_85;  // crc32.py:23
  wire eq_11 = count_t_1 == 2'sd0;  // crc32.py:18
  wire signed [32:0] sel_17 = eq_11 ? 33'sd4294967295 : crc_reg;  // crc32.py:19
  wire signed [8:0] get_19 = $signed({1'b0, x_data});  // crc32.py:19
  wire signed [32:0] now_20 = sel_17 ^ get_19;  // crc32.py:19
  wire signed [24:0] shr_82 = now_20 >>> 8;  // crc32.py:22
  wire signed [1:0] and_22 = now_20 & 2'sd1;  // crc32.py:20
  wire ne_23 = and_22 != 2'sd0;  // crc32.py:20
  wire signed [31:0] sel_26 = ne_23 ? 32'sd1996959894 : 2'sd0;  // crc32.py:20
  wire signed [31:0] shr_27 = now_20 >>> 1;  // crc32.py:20
  wire signed [1:0] and_28 = shr_27 & 2'sd1;  // crc32.py:20
  wire ne_29 = and_28 != 2'sd0;  // crc32.py:20
  wire signed [32:0] sel_32 = ne_29 ? 33'sd3993919788 : 2'sd0;  // crc32.py:20
  wire signed [32:0] xor_75 = sel_26 ^ sel_32;  // crc32.py:21
  wire signed [30:0] shr_34 = now_20 >>> 2;  // crc32.py:20
  wire signed [1:0] and_35 = shr_34 & 2'sd1;  // crc32.py:20
  wire ne_36 = and_35 != 2'sd0;  // crc32.py:20
  wire signed [27:0] sel_39 = ne_36 ? 28'sd124634137 : 2'sd0;  // crc32.py:20
  wire signed [29:0] shr_41 = now_20 >>> 3;  // crc32.py:20
  wire signed [1:0] and_42 = shr_41 & 2'sd1;  // crc32.py:20
  wire ne_43 = and_42 != 2'sd0;  // crc32.py:20
  wire signed [28:0] sel_46 = ne_43 ? 29'sd249268274 : 2'sd0;  // crc32.py:20
  wire signed [28:0] xor_76 = sel_39 ^ sel_46;  // crc32.py:21
  wire signed [32:0] xor_77 = xor_75 ^ xor_76;  // crc32.py:21
  wire signed [28:0] shr_48 = now_20 >>> 4;  // crc32.py:20
  wire signed [1:0] and_49 = shr_48 & 2'sd1;  // crc32.py:20
  wire ne_50 = and_49 != 2'sd0;  // crc32.py:20
  wire signed [29:0] sel_53 = ne_50 ? 30'sd498536548 : 2'sd0;  // crc32.py:20
  wire signed [27:0] shr_55 = now_20 >>> 5;  // crc32.py:20
  wire signed [1:0] and_56 = shr_55 & 2'sd1;  // crc32.py:20
  wire ne_57 = and_56 != 2'sd0;  // crc32.py:20
  wire signed [30:0] sel_60 = ne_57 ? 31'sd997073096 : 2'sd0;  // crc32.py:20
  wire signed [30:0] xor_78 = sel_53 ^ sel_60;  // crc32.py:21
  wire signed [26:0] shr_62 = now_20 >>> 6;  // crc32.py:20
  wire signed [1:0] and_63 = shr_62 & 2'sd1;  // crc32.py:20
  wire ne_64 = and_63 != 2'sd0;  // crc32.py:20
  wire signed [31:0] sel_67 = ne_64 ? 32'sd1994146192 : 2'sd0;  // crc32.py:20
  wire signed [25:0] shr_69 = now_20 >>> 7;  // crc32.py:20
  wire signed [1:0] and_70 = shr_69 & 2'sd1;  // crc32.py:20
  wire ne_71 = and_70 != 2'sd0;  // crc32.py:20
  wire signed [32:0] sel_74 = ne_71 ? 33'sd3988292384 : 2'sd0;  // crc32.py:20
  wire signed [32:0] xor_79 = sel_67 ^ sel_74;  // crc32.py:21
  wire signed [32:0] xor_80 = xor_78 ^ xor_79;  // crc32.py:21
  wire signed [32:0] folded_81 = xor_77 ^ xor_80;  // crc32.py:21
  wire signed [32:0] crc_83 = shr_82 ^ folded_81;  // crc32.py:22
  wire signed [32:0] xor_88 = crc_83 ^ 33'sd4294967295;  // crc32.py:24
  wire x_get = 1'b1;
  assign x_ready = issue && x_get;
  wire wait_get_x = x_get && !x_valid;
  wire y_put0 = stage[1] && eq_86_s1;
  wire [31:0] y_put0_0 = xor_88_s1;
  assign y_valid = y_put0;
  assign y_data = {y_put0_0};
  wire wait_put_y = (eq_86) && !y_room;
  wire wrap_0 = le_6 && le_9;
  wire wrap_1 = le_9;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x && !wait_put_y;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_p_0 <= le_6 ? 17'sd0 : count_p_0 + 17'sd1;
    if (issue && wrap_2) count_t_1 <= le_9 ? 17'sd0 : count_t_1 + 17'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_p_0 <= 17'sd0;
      count_t_1 <= 17'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage[1] <= issue;
    eq_86_s1 <= eq_86;
    xor_88_s1 <= xor_88;
    if (issue) crc_reg <= crc_83;
    if (start) begin
      crc_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 1'd0;
  end

endmodule

`default_nettype wire
